"""Invented people for the demo: a name, a mail address and a number that belong to nobody.

Addresses are under ``example.org``, which is kept for examples (RFC 2606); numbers are of the block 555-0100 to
555-0199, which is kept for fiction.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_FIRST: Final = """
Adela Amos Anneke Arlo Bettina Boone Calla Cedric Celeste Clay Corinne Dario Delphine Desmond Elena Emmett Esther
Ezra Faye Felix Gemma Gideon Greta Hollis Imogen Irving Jolene Judson Keiko Kendrick Lavinia Leland Lupe Maren
Marcus Nadia Nolan Odessa Orrin Paloma Quincy Ramona Reuben Sabine Silas Tamsin Thaddeus
"""
_LAST: Final = """
Abernathy Alvarez Ames Archuleta Ashdown Babcock Ballard Banning Barlow Begay Belknap Birdsong Blackwood
Boatwright Bonner Braddock Brightwell Buell Calloway Cantrell Carrow Castellan Chatham Chen Claiborne Colfax
Cordero Crabtree Crowder Dabney Dandridge Deering Delacroix Dillard Doyle Draper Dunaway Eastman Eberhart Ellery
Escobedo Fairbanks Farrow Finch Fontaine Foss Fulbright Gaines Gallagher Garrick Gentry Goforth Grady Granger
Greenlee Guerrero Hadley Hale Halvorsen Hargrove Hatcher Hawthorne Hightower Holloway Hooper Ibarra Ingersoll
Jessup Joyner Kearns Kettering Kimbrough Kirkland Lacroix Langley Ledbetter Lockhart Lovelace Madrigal Maddox
Mayfield McAllister Mercer Moreno Nakai Nettles Norwood Oakley Okafor Ordway Osgood Pacheco Paxton Pendleton
Pettigrew Pickett Prescott Quarles Rainwater Ransom Redfern Ridley Rowntree Salcedo Sawyer Seabrook Shelby
Sizemore Stallings Stroud Tackett Talbot Thornton Tillman Underhill Vance Varela Wadsworth Waverly Weatherby
Whitlock Winslow Yarborough Yellowhorse Zamora Zeller
"""


@dataclass(frozen=True, slots=True)
class Invented:
    """Somebody who does not exist, and how the demo reaches her."""

    name: str
    email: str
    phone: str


def invent(domain: str, area_codes: tuple[str, ...], *, skip: int = 0) -> Iterator[Invented]:
    """Invented people, always the same ones in the same order, no two with one surname, address or number.

    ``domain`` comes under ``example.org``; a hundred people fit under each area code. Passing over ``skip`` surnames
    gives another consortium other people.
    """
    firsts, lasts = _FIRST.split(), _LAST.split()
    for number in range(min(len(lasts), 100 * len(area_codes))):
        first = firsts[(number * 5 + skip) % len(firsts)]
        last = lasts[(number * 31 + skip) % len(lasts)]
        code, line = area_codes[number // 100], 100 + number % 100
        yield Invented(
            name=f"{first} {last}",
            email=f"{first}.{last}@{domain}.example.org".lower(),
            phone=f"({code}) 555-0{line}",
        )
