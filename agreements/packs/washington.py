"""Washington, as far as we know it. A reading list for an advisor, not advice."""

from datetime import date
from types import MappingProxyType
from typing import Final

from agreements.clauses import Clause
from agreements.packs.values import Authority, Note, Office, Pack, Requirement, Subject, Sure

_LIST: Final = "RCW 39.34.030(3), (4)"


def _contents(clause: Clause, what: str) -> Requirement:
    return Requirement(
        state="WA", clause=clause, what=f"Washington asks the text for {what}.", cites=_LIST, sure=Sure.SECONDARY
    )


PACK: Final = Pack(
    state="WA",
    edition=1,
    dated=date(2026, 11, 22),
    requirements=(
        Requirement(
            state="WA",
            clause=Clause.PARTIES,
            what="A Washington agreement says that it is made under the Interlocal Cooperation Act, and whether it "
            "makes a separate entity.",
            cites="RCW 39.34.030",
            sure=Sure.SECONDARY,
            mentions=("39.34",),
        ),
        _contents(Clause.PURPOSE, "its purpose"),
        _contents(Clause.TERM, "its duration"),
        _contents(Clause.COST, "the manner of financing and of keeping a budget"),
        _contents(Clause.WITHDRAWAL, "how it is terminated and what then becomes of property"),
        _contents(Clause.COMMAND, "an administrator or a joint board, where it makes no separate entity"),
        Requirement(
            state="WA",
            clause=Clause.EFFECT,
            what="Before it enters into force, an agreement in Washington is filed with the county auditor or listed "
            "by subject on the web.",
            cites="RCW 39.34.040; State v. Plaggemeier, 93 Wn. App. 472 (1999)",
            sure=Sure.SEEN,
            term="filing",
            values=("recorded", "published"),
        ),
        Requirement(
            state="WA",
            clause=Clause.EFFECT,
            what="The clause on effect should name the section that asks for the filing.",
            cites="RCW 39.34.040",
            sure=Sure.SEEN,
            mentions=("39.34.040",),
            hard=False,
        ),
    ),
    authorities=MappingProxyType(
        {
            Office.POLICE: Authority(
                signs="The mayor, manager or chief, as the council's action says",
                evidence="The governing body's ordinance, resolution or other action",
                cites="RCW 39.34.030(2)",
                sure=Sure.RECALLED,
                resolution=True,
            ),
            Office.SHERIFF: Authority(
                signs="The county's legislative authority, with the sheriff",
                evidence="The county's resolution",
                cites="RCW 39.34.030(2)",
                sure=Sure.RECALLED,
                resolution=True,
            ),
            Office.TRIBAL: Authority(
                signs="Whoever the Tribe's law names",
                evidence="The Tribal council's resolution",
                cites="RCW 39.34.020 (a Tribe is a public agency)",
                sure=Sure.SECONDARY,
                resolution=True,
            ),
        }
    ),
    notes=(
        Note(
            subject=Subject.FILING,
            says="Either way counts since 2006. An agreement that was not filed was held invalid, and an officer's "
            "power with it.",
            cites="RCW 39.34.040; MRSC on State v. Plaggemeier",
            sure=Sure.SEEN,
        ),
        Note(
            subject=Subject.CONTENTS,
            says="With a public agency of another state the agreement has the status of an interstate compact.",
            cites="RCW 39.34.040",
            sure=Sure.SEEN,
            ask="Is anything more asked of an agreement with a party out of state?",
        ),
        Note(
            subject=Subject.PRIVILEGE,
            says="A law of 2024 reworded the privilege and lets peer support be coordinated among agencies; a report "
            "on the bill was read, and the enacted words only in part.",
            cites="RCW 5.60.060(6); 2024 c. 295",
            sure=Sure.SECONDARY,
            ask="Must a peer of another agency be designated by the officer's own head?",
        ),
        Note(
            subject=Subject.INSURANCE,
            says="Many agencies are members of a risk pool, whose rules may ask for notice of such an agreement.",
            cites="none",
            sure=Sure.RECALLED,
            ask="Does your pool ask for notice or for certain words?",
        ),
        Note(
            subject=Subject.ELECTRONIC,
            says="Washington has the Uniform Electronic Transactions Act.",
            cites="RCW chapter 1.80",
            sure=Sure.RECALLED,
        ),
    ),
)
