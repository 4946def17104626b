"""The resolution or ordinance of a packet, and its statement of cost. Pure.

Where the parties wrote a clause themselves nothing is said of what it says: the reader is sent to the clause.
"""

from typing import Final

from agreements import Clause
from agreements.clause_library import Speech, Voice, in_plain_words
from agreements.clause_library.variables import TERM_VARIABLES
from agreements.term_kinds import Cost, Filing
from consortium.signing.papers.agreement_sheet import Given
from consortium.signing.papers.blocks import Block, Heading, Paragraph, Row, Table
from consortium.signing.papers.council import BLANK, Council

_AMOUNT: Final = f"${BLANK}"


def resolution(given: Given, council: Council) -> tuple[Block, ...]:
    """What the body would pass, for counsel to finish."""
    body, act = council.body, council.body.act
    an = "An" if act[0] in "aeiou" else "A"
    return (
        Heading(f"Draft {act}"),
        Paragraph(f"{act.capitalize()} No. {BLANK}"),
        Paragraph(
            f"{an} {act} of the {body.name} to let {council.name} enter into an agreement on peer support across "
            "agency lines"
        ),
        *(Paragraph(f"Whereas {each}") for each in _reasons(given, council)),
        Paragraph(f"Now, therefore, the {body.name} {'ordains' if act == 'ordinance' else 'resolves'}:"),
        *(Paragraph(f"Section {number}. {words}") for number, words in enumerate(_sections(given, council), 1)),
        Paragraph(f"Passed on {BLANK}, by a vote of ____ to ____."),
        Paragraph(f"{body.chair}: {BLANK}\nAttest, clerk: {BLANK}\nApproved as to form, counsel: {BLANK}"),
    )


def _reasons(given: Given, council: Council) -> list[str]:
    speech = Speech(given.terms, given.names, Voice.PLAIN)
    others = speech.count(len(given.terms.parties - {council.agency}), "other agency")
    proposal = (
        f"{council.name} and {others} propose an agreement called “{given.title}”, so that trained people of one may "
        "support people of another in confidence; and"
    )
    contents = "it says who commands (clause 9), who bears the cost (clause 16) and how a party leaves (clause 21); and"
    return [
        proposal,
        f"the law by which it may enter into such an agreement is: {council.statute}; and",
        contents,
        f"the {council.body.name} has read the agreement and the terms in its Schedule A;",
    ]


def _sections(given: Given, council: Council) -> list[str]:
    speech, terms = Speech(given.terms, given.names, Voice.PLAIN), given.terms
    signs = council.authority.signs if council.authority else f"The head of {council.name}"
    digest = f", SHA-256 {given.digest}" if given.digest else ""
    notice = speech.count(terms.notice_days, "day")
    signing = (
        f"It is signed by: {signs}. Whoever signs may also designate peers under clause 11 and end its part under "
        f"clause 21, with notice of {notice}."
    )
    insured = "Staff sees to it that a certificate of insurance in date is on file before it is signed (clause 17)."
    return [
        f"The agreement “{given.title}”, version {given.number}{digest}, attached, is approved.",
        signing,
        _MONEY[terms.cost],
        *([_FILED[terms.filing]] if terms.filing in _FILED else []),
        *([insured] if terms.insurance_needed else []),
        f"Before another version is signed, it comes back to the {council.body.name} (clause 23).",
    ]


def cost_statement(given: Given, council: Council) -> tuple[Block, ...]:
    """What it costs and who bears it. Amounts are blank but for what the terms themselves say."""
    terms = given.terms
    speech = Speech(terms, given.names, Voice.PLAIN)
    in_our_words = {each.clause for each in in_plain_words(given.text, terms, given.names) if each.edition}

    def bears(who: str, clause: Clause) -> str:
        return who if clause in in_our_words else f"As clause {clause:d} says"

    def row(what: str, who: str, clause: Clause, amount: str = _AMOUNT) -> Row:
        return Row((what, bears(who, clause), f"{clause:d}", amount))

    ours = council.name
    rows = [
        row("Pay and benefits of our people on duty", ours, Clause.PAY_AND_INJURY),
        row("Training of our peers", ours, Clause.QUALIFICATIONS),
        row("Travel of our peers", ours, Clause.COST),
        row("Officers who ask", "Nobody: support costs them nothing", Clause.COST, "$0"),
        Row((*_LUMPS[terms.cost], f"{Clause.COST:d}", "$0" if terms.cost is Cost.OWN else _AMOUNT)),
        *([row("Certificate of insurance", ours, Clause.LIABILITY)] if terms.insurance_needed else []),
    ]
    return (
        Heading("Cost statement"),
        Paragraph(f"{TERM_VARIABLES['cost'](speech)} (clause 16)"),
        Table(("What", "Who bears it", "Clause", "A year"), tuple(rows), "What it costs, who bears it, by clause."),
        Paragraph(
            "Hours are accounted for by duty and in one lump. Nothing is counted, billed or paid by the contact: in a "
            "small department that would show who asked. Nobody should ask staff for such a figure."
        ),
    )


_MONEY: Final = {
    Cost.OWN: "No money is appropriated by this act. Each party bears its own cost (clause 16).",
    Cost.POOLED: f"{_AMOUNT} a year is appropriated as the lump for the common fund (clause 16).",
    Cost.LUMP: f"Up to {_AMOUNT} a year is appropriated for lumps by hours on duty (clause 16).",
}

_LUMPS: Final = {
    Cost.OWN: ("Payments between agencies", "Nobody: each bears its own"),
    Cost.POOLED: ("The lump for the common fund", "Each agency, as its body appropriates"),
    Cost.LUMP: ("Lumps by hours on duty", "The agencies that are served"),
}

_FILED: Final = {
    Filing.RECORDED: (
        "The clerk files the agreement with the recording officer of the county: it takes no effect before (clause 20)."
    ),
    Filing.PUBLISHED: (
        "The clerk lists the agreement by subject on a public web page: it takes no effect before (clause 20)."
    ),
}
