"""A federal list of our own: the real file's headings, invented agencies."""

import csv
import io
from collections.abc import Iterable, Mapping

_HEADINGS = (
    "ID,NAME,ADDRESS,CITY,STATE,ZIP,ZIP4,TELEPHONE,TYPE,STATUS,POPULATION,COUNTY,COUNTYFIPS,COUNTRY,LATITUDE,LONGITUDE,"
    "NAICS_CODE,NAICS_DESC,SOURCE,SOURCEDATE,VAL_METHOD,VAL_DATE,WEBSITE,CI_ID,CSLLEA08ID,SUBTYPE1,SUBTYPE2,TRIBAL,"
    "NUMPRE,NUMFIXSUB,NUMMOBILE,FTSWORN,FTCIV,PTSWORN,PTCIV"
)
ALL_HEADINGS = tuple(_HEADINGS.split(","))

USUAL: Mapping[str, str] = {
    **dict.fromkeys(ALL_HEADINGS, "NOT AVAILABLE"),
    "STATE": "OR",
    "TYPE": "LOCAL POLICE DEPARTMENT",
    "STATUS": "OPEN",
    "COUNTY": "OBSIDIAN",
    "COUNTRY": "USA",
    "LATITUDE": "44.273757",
    "LONGITUDE": "-121.175768",
    "SOURCE": 'JUSTICE, "OFFICE OF JUSTICE PROGRAMS"\n2011',
    "TRIBAL": "0",
    "FTSWORN": "36",
    "PTSWORN": "0",
}

TOWNS = {
    "CINDER FORD POLICE DEPARTMENT": ("44.27", "-121.18", "36"),
    "LODGEPOLE BEND POLICE DEPT": ("43.89", "-121.44", "11"),
    "THREE CONES POLICE DEPARTMENT": ("44.37", "-121.64", "6"),
    "ROOK COUNTY SHERIFFS OFFICE / ROOK COUNTY JAIL": ("44.30", "-120.84", "15"),
    "ROOKVILLE POLICE DEPARTMENT - HEADQUARTERS": ("44.31", "-120.84", "18"),
    "MARL SPRINGS POLICE DEPARTMENT": ("44.63", "-121.13", "10"),
    "BASALT COUNTY SHERIFFS DEPARTMENT / BASALT COUNTY DETENTION CENTER": ("44.66", "-121.15", "15"),
    "MCHERON STATE COLLEGE POLICE": ("44.76", "-121.27", "30"),
}


def row(number: int = 1, **changes: str) -> dict[str, str]:
    """One row; ``number`` makes its key and name."""
    return {**USUAL, "CSLLEA08ID": f"{13000000 + number}", "NAME": f"TOWN {number} POLICE DEPARTMENT", **changes}


def a_list(*rows: Mapping[str, str], headings: Iterable[str] = ALL_HEADINGS) -> str:
    """The text of a file with these rows."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(headings), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def a_region() -> str:
    """Eight agencies with 141 sworn, and a substation, a barracks without key, and one that is closed."""
    towns = [
        row(
            number,
            NAME=name,
            LATITUDE=lat,
            LONGITUDE=lon,
            FTSWORN=sworn,
            TYPE="SHERIFF'S OFFICE"
            if "SHERIFF" in name
            else "SPECIAL JURISDICTION"
            if "COLLEGE" in name
            else "LOCAL POLICE DEPARTMENT",
        )
        for number, (name, (lat, lon, sworn)) in enumerate(TOWNS.items(), start=1)
    ]
    return a_list(
        *towns,
        row(90, NAME="CINDER FORD SUBSTATION", FTSWORN="-999", PTSWORN="-999", CSLLEA08ID="-999"),
        row(91, NAME="STATE BARRACKS", FTSWORN="NOT AVAILABLE", CSLLEA08ID="-999", TYPE="PRIMARY STATE AGENCY"),
        row(92, NAME="GONE POLICE DEPARTMENT", STATUS="CLOSED"),
    )
