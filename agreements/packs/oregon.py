"""Oregon, as far as we know it. A reading list for an advisor, not advice."""

from datetime import date
from types import MappingProxyType
from typing import Final

from agreements.clauses import Clause
from agreements.packs.values import Authority, Note, Office, Pack, Requirement, Subject, Sure

_CONTENTS: Final = "ORS 190.020"


def _contents(clause: Clause, what: str) -> Requirement:
    return Requirement(
        state="OR", clause=clause, what=f"Oregon asks the text for {what}.", cites=_CONTENTS, sure=Sure.SEEN
    )


PACK: Final = Pack(
    state="OR",
    edition=1,
    dated=date(2026, 11, 22),
    requirements=(
        Requirement(
            state="OR",
            clause=Clause.PARTIES,
            what="An Oregon agreement between local governments names the authority under which it is made.",
            cites="ORS 190.010",
            sure=Sure.SEEN,
            mentions=("190.010", "190.110"),
            hard=False,
        ),
        _contents(Clause.SERVICES, "the functions to be performed and by what means"),
        _contents(Clause.COST, "who provides the funds for expenses, and what becomes of fees or revenue"),
        _contents(Clause.PAY_AND_INJURY, "what becomes of personnel and their benefits"),
        _contents(Clause.TERM, "its duration, which may be perpetual"),
        _contents(Clause.WITHDRAWAL, "the rights of the parties to terminate it"),
        Requirement(
            state="OR",
            clause=Clause.DESIGNATION,
            what="Oregon protects a talk only with a person who has been designated and trained.",
            cites="ORS 181A.835",
            sure=Sure.SEEN,
            mentions=("181A.835",),
        ),
        Requirement(
            state="OR",
            clause=Clause.QUALIFICATIONS,
            what="Oregon protects a talk only with a trained person, so the agreement should ask for training.",
            cites="ORS 181A.835",
            sure=Sure.SEEN,
            term="training_required",
            values=(True,),
        ),
    ),
    authorities=MappingProxyType(
        {
            Office.POLICE: Authority(
                signs="The chief, or whoever the charter or code names, for the city",
                evidence="The city's resolution, ordinance or contracting rule that lets this office sign",
                cites="ORS 190.010 (a unit of local government enters into the agreement)",
                sure=Sure.SEEN,
                resolution=True,
            ),
            Office.SHERIFF: Authority(
                signs="The board of commissioners for the county, with the sheriff",
                evidence="The board's order or resolution; the sheriff's own written assent",
                cites="ORS 190.010; the sheriff's own power is recalled, not read",
                sure=Sure.RECALLED,
                resolution=True,
            ),
            Office.STATE: Authority(
                signs="The agency's director or delegate",
                evidence="The delegation order; review by the Department of Justice where it applies",
                cites="ORS 190.110; review rules recalled",
                sure=Sure.RECALLED,
                resolution=False,
            ),
            Office.TRIBAL: Authority(
                signs="Whoever the Tribe's law names",
                evidence="The Tribal council's resolution",
                cites="ORS 190.110 (agreements with Tribes)",
                sure=Sure.SECONDARY,
                resolution=True,
            ),
        }
    ),
    notes=(
        Note(
            subject=Subject.PRIVILEGE,
            says="The section speaks of sessions conducted by a law enforcement agency for public safety personnel, "
            "with a counselor whom an agency or its employee assistance program has designated and who has had the "
            "training. It covers oral and written words, and talks between counselors.",
            cites="ORS 181A.835; 1999 c. 455",
            sure=Sure.SEEN,
            ask="Does it cover a counselor of another agency whom the officer's own agency has designated?",
        ),
        Note(
            subject=Subject.PRIVILEGE,
            says="The tail of the section, with its exceptions, was not read. A statute of the same wording elsewhere "
            "excepts threats of suicide or homicide, mandated reports and admitted crimes.",
            cites="ORS 181A.835",
            sure=Sure.RECALLED,
            ask="Which exceptions must the notice to officers state?",
        ),
        Note(
            subject=Subject.FILING,
            says="We know of no filing that is a condition of effect between local agencies; summaries are asked of "
            "state agencies.",
            cites="ORS 190.115 (title seen)",
            sure=Sure.SECONDARY,
        ),
        Note(
            subject=Subject.CONTENTS,
            says="Where the parties can't agree at the end, the circuit court divides assets and liabilities.",
            cites="ORS 190.020(2)",
            sure=Sure.SEEN,
        ),
        Note(
            subject=Subject.ELECTRONIC,
            says="Oregon has the Uniform Electronic Transactions Act.",
            cites="ORS chapter 84",
            sure=Sure.RECALLED,
            ask="Do the city's or county's own rules limit electronic signatures?",
        ),
    ),
)
