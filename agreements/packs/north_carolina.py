"""North Carolina, as far as we know it. A reading list for an advisor, not advice."""

from datetime import date
from types import MappingProxyType
from typing import Final

from agreements.clauses import Clause
from agreements.packs.values import Authority, Note, Office, Pack, Requirement, Subject, Sure

PACK: Final = Pack(
    state="NC",
    edition=1,
    dated=date(2026, 11, 22),
    requirements=(
        Requirement(
            state="NC",
            clause=Clause.PARTIES,
            what="In North Carolina a head lends officers to another agency on the written request of its head.",
            cites="N.C.G.S. 160A-288(a)",
            sure=Sure.SECONDARY,
            mentions=("160A-288", "160A-461"),
            hard=False,
        ),
        Requirement(
            state="NC",
            clause=Clause.DESIGNATION,
            what="North Carolina protects a talk only with a trained person whom a head has designated.",
            cites="N.C.G.S. 8-53.10(a)(3)",
            sure=Sure.SEEN,
            mentions=("8-53.10",),
        ),
        Requirement(
            state="NC",
            clause=Clause.DESIGNATION,
            what="North Carolina's privilege hangs on a head's designation: a signature shows it, the passing of days "
            "may not.",
            cites="N.C.G.S. 8-53.10(a)(3)",
            sure=Sure.SEEN,
            term="acceptance",
            values=("signed",),
            hard=False,
        ),
        Requirement(
            state="NC",
            clause=Clause.QUALIFICATIONS,
            what="North Carolina protects a talk only with a trained person, so the agreement should ask for training.",
            cites="N.C.G.S. 8-53.10(a)(3)",
            sure=Sure.SEEN,
            term="training_required",
            values=(True,),
        ),
    ),
    authorities=MappingProxyType(
        {
            Office.POLICE: Authority(
                signs="The chief, as head of the agency, or the one officer to whom the chief has delegated it",
                evidence="Any ordinance of the governing body that limits such assistance; a delegation in writing",
                cites="N.C.G.S. 160A-288",
                sure=Sure.SECONDARY,
                resolution=False,
            ),
            Office.SHERIFF: Authority(
                signs="The sheriff, as head of the agency",
                evidence="Any ordinance of the county that limits such assistance",
                cites="N.C.G.S. 160A-288, 153A-212",
                sure=Sure.SECONDARY,
                resolution=False,
            ),
            Office.STATE: Authority(
                signs="The head of the agency",
                evidence="The section that gives the department the authority of a governing body",
                cites="N.C.G.S. 160A-288.2, 113-28.2A",
                sure=Sure.SECONDARY,
                resolution=False,
            ),
        }
    ),
    notes=(
        Note(
            subject=Subject.PRIVILEGE,
            says="A client is an employee, or close family, who receives peer counseling offered by the officer's own "
            "agency. A peer counselor is trained and designated by a sheriff, chief or other head; newer words may not "
            "ask that it be the client's own head. A judge may order disclosure.",
            cites="N.C.G.S. 8-53.10; 2023 H 661",
            sure=Sure.SEEN,
            ask="Is support by another agency's peer, whom the officer's own head designated, offered by that agency?",
        ),
        Note(
            subject=Subject.AUTHORITY,
            says="The section is written for temporary help at the request of a head, with the powers of an officer. "
            "An interlocal agreement may fit peer support better.",
            cites="N.C.G.S. 160A-288; chapter 160A, article 20",
            sure=Sure.SECONDARY,
            ask="Should it be ratified by the governing bodies as an interlocal agreement?",
        ),
        Note(
            subject=Subject.FILING,
            says="We know of no filing that is a condition of effect.",
            cites="none found",
            sure=Sure.RECALLED,
        ),
        Note(
            subject=Subject.INSURANCE,
            says="While lent, an officer keeps pay and workers' compensation with the own agency.",
            cites="N.C.G.S. 160A-288(a)",
            sure=Sure.SECONDARY,
        ),
        Note(
            subject=Subject.ELECTRONIC,
            says="North Carolina has the Uniform Electronic Transactions Act.",
            cites="N.C.G.S. 66-311 and following",
            sure=Sure.RECALLED,
        ),
    ),
)
