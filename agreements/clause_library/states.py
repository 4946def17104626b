"""Paragraphs that the law of a party's state asks for, or that suit it. What we know of that law is in the rule packs.

Each says for whom it is, so that it can stand beside those of other states in one agreement.
"""

from typing import Final

from agreements.clause_library.editions import Edition, of_state
from agreements.clauses import Clause

_OREGON: Final = (
    of_state(
        "OR",
        Clause.PARTIES,
        "ORS 190.010",
        "For the parties in Oregon: they enter into this Agreement under ORS 190.010 and, with parties of other "
        "states, ORS 190.420. The contents that ORS 190.020 lists stand in clauses 4, 9 and 11 (functions, and by "
        "what means), 16 (expenses and revenue), 9 and 18 (personnel, none of whom is transferred), 2 and 21 "
        "(property, none of which is held in common) and 19 and 21 (duration and rights to terminate). No fees or "
        "revenue arise.",
        "Oregon: made under ORS 190.010, with the contents of ORS 190.020.",
    ),
    of_state(
        "OR",
        Clause.DESIGNATION,
        "ORS 181A.835",
        "For the parties in Oregon: a person serves as a counselor in the sense of ORS 181A.835. The head's "
        "designation is the designation by a law enforcement agency that the section asks for. Before it, the home "
        "agency shows the head that the person has had the training in counseling and in providing support that the "
        "section asks for.",
        "Oregon: your designation is the one that ORS 181A.835 asks for.",
    ),
    of_state(
        "OR",
        Clause.CONFIDENTIALITY,
        "ORS 181A.835",
        "For the parties in Oregon: a talk is a session conducted for the designating agency within ORS 181A.835. All "
        "who take part in it, and those whom a peer consults, are bound as the section says.",
    ),
)

_VIRGINIA: Final = (
    of_state(
        "VA",
        Clause.PARTIES,
        "15.2-1726",
        "For the parties in Virginia: localities enter into this Agreement under Va. Code § 15.2-1726 or, with others "
        "that § 15.2-1736 names, by proper resolutions under that section, and with parties outside the Commonwealth "
        "under § 15.2-1727. In a county without a police department the sheriff may enter into it as § 15.2-1736 says.",
        "Virginia: made under Va. Code §§ 15.2-1726, 15.2-1727 and 15.2-1736.",
    ),
    of_state(
        "VA",
        Clause.QUALIFICATIONS,
        "32.1-111.3",
        "For the parties in Virginia: a peer serves as a member of a critical incident stress management or peer "
        "support team established under Va. Code § 32.1-111.3, with the accreditation and the clinician at its head "
        "that the law asks for. The home agency tells the coordinator the day on which an accreditation runs out.",
        "Virginia: peers serve as members of an accredited team.",
    ),
    of_state(
        "VA",
        Clause.CONFIDENTIALITY,
        "19.2-271.4",
        "For the parties in Virginia: Va. Code § 19.2-271.4 says how far a talk with a member of such a team is "
        "privileged and when it is not. A peer who has accepted a request acts in the role of a member of the team, "
        "and tells the officer when that role ends.",
    ),
    of_state(
        "VA",
        Clause.LIABILITY,
        "15.2-1727",
        "For a public or private institution of higher education in Virginia that deals under this Agreement with a "
        "locality outside the Commonwealth, and for those with whom it so deals, as Va. Code § 15.2-1727 asks: each "
        "of them (i) gives up all claims against the others that may arise from their activities outside their own "
        "jurisdictions under this Agreement and (ii) indemnifies the others, and holds them harmless, against claims "
        "of third parties for damage to property or injury to persons that may arise from those activities. This "
        "paragraph goes no further than that section asks and than the law of the other party allows.",
        "Virginia colleges and universities: mutual waiver and indemnity toward parties out of state.",
    ),
)

_SOUTH_CAROLINA: Final = (
    of_state(
        "SC",
        Clause.PARTIES,
        "23-20-40",
        "For the parties in South Carolina: this Agreement is made under S.C. Code § 23-20-30. The contents that § "
        "23-20-40 lists stand in clauses 4 (specific services), 16 (financial agreement), 14 (records), 19, 21 and 23 "
        "(duration, modification and termination), 17 (lawsuits and damages), 9 (control of personnel and equipment) "
        "and 15 (Freedom of Information Act).",
        "South Carolina: made under S.C. Code § 23-20-30, with the contents of § 23-20-40.",
    ),
    of_state(
        "SC",
        Clause.INDEPENDENCE,
        "23-3-85",
        "For the parties in South Carolina: S.C. Code § 23-3-85 gives no privilege where the peer was an initial "
        "responding officer, a witness or a party to the incident. A peer who learns of that says so before anything "
        "more is said, and hands over.",
    ),
    of_state(
        "SC",
        Clause.CONFIDENTIALITY,
        "23-3-85",
        "For the parties in South Carolina: S.C. Code § 23-3-85 says how far a talk is privileged, for an employee "
        "and for a member of an employee's immediate family, and when it is not. A peer acts within the official "
        "duties that the section speaks of from accepting a request until the talk is over.",
    ),
    of_state(
        "SC",
        Clause.PUBLIC_RECORDS,
        "Freedom of Information Act",
        "For the parties in South Carolina: each party answers a request under the South Carolina Freedom of "
        "Information Act for the records that it holds, as this clause says.",
    ),
)

_WASHINGTON: Final = (
    of_state(
        "WA",
        Clause.PARTIES,
        "RCW 39.34.030",
        "For the parties in Washington: they enter into this Agreement under RCW 39.34.030. The contents that the "
        "section lists stand in clauses 19 (duration), 1 and 4 (purpose), 16 (financing and budget: there is no common "
        "budget beyond what clause 16 says) and 21 (termination and disposal of property). No separate legal entity is "
        "made; the meeting of the heads under clause 9 is the joint board that administers this Agreement, and no "
        "property is acquired or held in common.",
        "Washington: made under RCW 39.34.030, with the contents that it lists.",
    ),
    of_state(
        "WA",
        Clause.EFFECT,
        "RCW 39.34.040",
        "For the parties in Washington: RCW 39.34.040 asks that this Agreement be filed with the county auditor or "
        "listed by subject on a public agency's web site or other electronically retrievable public source before its "
        "entry into force. The coordinator keeps the proof of it.",
        "Washington: it is filed with the county auditor, or listed on the web, before it takes effect.",
    ),
    of_state(
        "WA",
        Clause.CONFIDENTIALITY,
        "RCW 5.60.060",
        "For the parties in Washington: RCW 5.60.060 says how far a talk with a peer supporter is privileged and when "
        "it is not. The head's designation under clause 11 is the designation that the section asks for.",
    ),
)

_NORTH_CAROLINA: Final = (
    of_state(
        "NC",
        Clause.PARTIES,
        "160A-288",
        "For the parties in North Carolina: each head consents in writing, by signing, to the temporary assistance "
        "that this Agreement describes, and asks the other heads in writing for it, as N.C.G.S. § 160A-288 has it, "
        "unless an ordinance of the governing body forbids or limits it. Nobody uses under this Agreement the powers "
        "of an officer that the section would lend.",
        "North Carolina: signing is the written request among heads that N.C.G.S. § 160A-288 asks for.",
    ),
    of_state(
        "NC",
        Clause.DESIGNATION,
        "8-53.10",
        "For the parties in North Carolina: the head's designation is the designation by a sheriff, police chief or "
        "other head that N.C.G.S. § 8-53.10 asks for, and names people who have had the training that the section asks "
        "for. Support that they give is a peer counseling service that the officer's own agency offers its employees.",
        "North Carolina: your designation is the one that N.C.G.S. § 8-53.10 asks for.",
    ),
    of_state(
        "NC",
        Clause.CONFIDENTIALITY,
        "8-53.10",
        "For the parties in North Carolina: N.C.G.S. § 8-53.10 says how far a talk is privileged and when a judge may "
        "order that it be disclosed.",
    ),
)

EDITIONS: Final[tuple[Edition, ...]] = (*_OREGON, *_VIRGINIA, *_SOUTH_CAROLINA, *_WASHINGTON, *_NORTH_CAROLINA)
