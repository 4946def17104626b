"""The names of the states by their postal codes, for who reads a sentence and not a table."""

from typing import Final

_NAMES: Final = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|"
    "DC the District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|"
    "KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|"
    "MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|"
    "NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|"
    "SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|"
    "WV West Virginia|WI Wisconsin|WY Wyoming|AS American Samoa|GU Guam|MP the Northern Mariana Islands|"
    "PR Puerto Rico|VI the U.S. Virgin Islands"
)
STATE_NAMES: Final = {code: name for code, _, name in (each.partition(" ") for each in _NAMES.split("|"))}


def state_name(code: str) -> str:
    """The name of a state; the code itself where it is none that is known."""
    return STATE_NAMES.get(code, code)
