"""South Carolina, as far as we know it. A reading list for an advisor, not advice."""

from datetime import date
from types import MappingProxyType
from typing import Final

from agreements.clauses import Clause
from agreements.packs.values import Authority, Note, Office, Pack, Requirement, Subject, Sure

_LIST: Final = "S.C. Code 23-20-40(A)"


def _contents(clause: Clause, what: str, sure: Sure = Sure.SEEN) -> Requirement:
    return Requirement(
        state="SC", clause=clause, what=f"South Carolina asks the text for {what}.", cites=_LIST, sure=sure
    )


PACK: Final = Pack(
    state="SC",
    edition=1,
    dated=date(2026, 11, 22),
    requirements=(
        Requirement(
            state="SC",
            clause=Clause.PARTIES,
            what="A South Carolina mutual-aid agreement says that it is made under the state's act.",
            cites="S.C. Code 23-20-30, 23-20-40",
            sure=Sure.SEEN,
            mentions=("23-20-30", "23-20-40"),
            hard=False,
        ),
        _contents(Clause.SERVICES, "a statement of the specific services"),
        _contents(Clause.COST, "specific language on finances between the parties"),
        _contents(Clause.RECORDS, "the records to be kept about the services"),
        _contents(Clause.TERM, "its duration"),
        _contents(Clause.AMENDMENT, "how it is modified"),
        _contents(Clause.WITHDRAWAL, "how it is terminated"),
        _contents(Clause.LIABILITY, "what holds for lawsuits and damages", Sure.RECALLED),
        _contents(Clause.COMMAND, "who controls personnel and equipment", Sure.RECALLED),
        Requirement(
            state="SC",
            clause=Clause.PUBLIC_RECORDS,
            what="South Carolina asks the text how requests under its Freedom of Information Act are handled.",
            cites=_LIST,
            sure=Sure.RECALLED,
            mentions=("Freedom of Information",),
        ),
        Requirement(
            state="SC",
            clause=Clause.INDEPENDENCE,
            what="In South Carolina the privilege is lost where the peer was responder, witness or party.",
            cites="S.C. Code 23-3-85(C)(2)",
            sure=Sure.SEEN,
            mentions=("witness",),
        ),
    ),
    authorities=MappingProxyType(
        {
            Office.POLICE: Authority(
                signs="The chief, with the approval of the municipality's chief executive officer",
                evidence="A resolution of the council that authorizes the agreement, and the approval",
                cites="North Augusta Resolution 2017-11, which cites S.C. Code 23-20-10 and following",
                sure=Sure.SEEN,
                resolution=True,
            ),
            Office.SHERIFF: Authority(
                signs="The sheriff",
                evidence="Proof of election; the council's approval of anything that binds the county beyond the "
                "budget",
                cites="2016 Act 222 (H.3653), by its title",
                sure=Sure.SECONDARY,
                resolution=False,
            ),
        }
    ),
    notes=(
        Note(
            subject=Subject.CONTENTS,
            says="The act speaks of services performed by certified law enforcement officers across jurisdictional "
            "lines. Civilian peers, chaplains and clinicians are not named.",
            cites="S.C. Code 23-20-20",
            sure=Sure.SEEN,
            ask="Is peer support a law enforcement service under the act, or only an agreement like any other?",
        ),
        Note(
            subject=Subject.PRIVILEGE,
            says="Clients are employees and members of their immediate families; teams may hold chaplains, mental "
            "health professionals and peers. It does not hold with the client's consent, for a responder, witness or "
            "party, outside official duty, for a present threat, and for an admitted violation of law.",
            cites="S.C. Code 23-3-85, 19-11-95",
            sure=Sure.SEEN,
            ask="Does a team of several agencies count as a team under the section?",
        ),
        Note(
            subject=Subject.INSURANCE,
            says="The state's emergency division keeps for each signatory of its own mutual-aid agreement a "
            "certificate of insurance and a list of contacts.",
            cites="a list of the division",
            sure=Sure.SEEN,
            ask="Should certificates be a condition here (the term for insurance)?",
        ),
        Note(
            subject=Subject.FILING,
            says="We know of no filing that is a condition of effect.",
            cites="none found",
            sure=Sure.RECALLED,
        ),
        Note(
            subject=Subject.ELECTRONIC,
            says="South Carolina has the Uniform Electronic Transactions Act.",
            cites="S.C. Code 26-6-10 and following",
            sure=Sure.RECALLED,
        ),
    ),
)
