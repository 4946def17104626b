"""Virginia, as far as we know it. A reading list for an advisor, not advice."""

from datetime import date
from types import MappingProxyType
from typing import Final

from agreements.clauses import Clause
from agreements.packs.values import Authority, Note, Office, Pack, Requirement, Subject, Sure

PACK: Final = Pack(
    state="VA",
    edition=2,
    dated=date(2026, 11, 22),
    requirements=(
        Requirement(
            state="VA",
            clause=Clause.PARTIES,
            what="A Virginia agreement names the section under which each party may enter into it.",
            cites="Va. Code 15.2-1726, 15.2-1727, 15.2-1736",
            sure=Sure.SEEN,
            mentions=("15.2-1726", "15.2-1736", "15.2-1727"),
        ),
        Requirement(
            state="VA",
            clause=Clause.EFFECT,
            what="Governing bodies in Virginia enter into mutual-aid agreements by proper resolutions; a sheriff of a "
            "county without a police department may do so at discretion. Ask for resolutions, or for the reason why "
            "not.",
            cites="Va. Code 15.2-1736",
            sure=Sure.SEEN,
            term="resolutions_required",
            values=(True,),
            hard=False,
        ),
        Requirement(
            state="VA",
            clause=Clause.QUALIFICATIONS,
            what="Virginia's privilege is that of members of teams established under its health code.",
            cites="Va. Code 19.2-271.4, 32.1-111.3",
            sure=Sure.SECONDARY,
            mentions=("32.1-111.3",),
        ),
        Requirement(
            state="VA",
            clause=Clause.LIABILITY,
            what="Where a Virginia college or university deals with a locality out of state, the agreement must hold a "
            "mutual waiver of claims and an indemnity.",
            cites="Va. Code 15.2-1727",
            sure=Sure.SEEN,
            mentions=("15.2-1727",),
            hard=False,
        ),
        Requirement(
            state="VA",
            clause=Clause.INDEPENDENCE,
            what="In Virginia the privilege is lost where the team member was a witness or party to the incident.",
            cites="Va. Code 19.2-271.4",
            sure=Sure.SECONDARY,
            mentions=("witness",),
        ),
        Requirement(
            state="VA",
            clause=Clause.SUSPENSION,
            what="An accreditation that runs out takes the privilege with it in Virginia; let the part rest then.",
            cites="Va. Code 19.2-271.4; 32.1-111.3",
            sure=Sure.SECONDARY,
            term="suspend_on",
            holds="accreditation",
            hard=False,
        ),
    ),
    authorities=MappingProxyType(
        {
            Office.POLICE: Authority(
                signs="The chief, or the manager or mayor, as the governing body resolves",
                evidence="A resolution of the governing body of the county, city or town",
                cites="Va. Code 15.2-1736",
                sure=Sure.SEEN,
                resolution=True,
            ),
            Office.SHERIFF: Authority(
                signs="The sheriff, in a county where no police department has been established",
                evidence="The certificate of election and qualification; elsewhere a resolution",
                cites="Va. Code 15.2-1736",
                sure=Sure.SEEN,
                resolution=False,
            ),
            Office.CAMPUS: Authority(
                signs="Whoever the governing board of the institution names",
                evidence="The board's resolution; consent of the localities for institutions that do not adjoin",
                cites="Va. Code 15.2-1736, 15.2-1727",
                sure=Sure.SEEN,
                resolution=True,
            ),
        }
    ),
    notes=(
        Note(
            subject=Subject.PRIVILEGE,
            says="A member of a critical incident stress management or peer support team may not be made to disclose "
            "what was said in that role; the person supported may waive it. It does not hold where crime is revealed, "
            "where the member was a witness or party, to prevent a crime or a threat to the public, or where a threat "
            "to oneself or others was told to the employer.",
            cites="Va. Code 19.2-271.4",
            sure=Sure.SECONDARY,
            ask="Is a member of a team accredited for one agency privileged with an officer of another?",
        ),
        Note(
            subject=Subject.ACCREDITATION,
            says="A team is headed by a clinician licensed in Virginia with at least five years with public safety, "
            "and is accredited by the health department's office.",
            cites="2017 SB 1330; the office's own page",
            sure=Sure.SECONDARY,
            ask="Under whose accreditation do peers of agencies out of state serve?",
        ),
        Note(
            subject=Subject.INSURANCE,
            says="Parties that respond across the state line are liable to third parties only as the law of their own "
            "state permits.",
            cites="Va. Code 15.2-1727",
            sure=Sure.SEEN,
        ),
        Note(
            subject=Subject.FILING,
            says="We know of no filing that is a condition of effect.",
            cites="none found",
            sure=Sure.RECALLED,
        ),
        Note(
            subject=Subject.ELECTRONIC,
            says="Virginia has the Uniform Electronic Transactions Act.",
            cites="Va. Code 59.1-479 and following",
            sure=Sure.RECALLED,
            ask="Does the governing body's procurement code ask for ink?",
        ),
    ),
)
