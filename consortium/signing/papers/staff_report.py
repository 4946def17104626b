"""The staff report of a packet: what is asked, what it is, what changes, what it costs, by what law. Pure."""

from agreements.clause_library import Speech, Voice
from agreements.clause_library.variables import TERM_VARIABLES
from consortium.signing.papers.agreement_sheet import Given
from consortium.signing.papers.blocks import Block, Heading, Paragraph
from consortium.signing.papers.council import BLANK, Council


def staff_report(given: Given, council: Council) -> tuple[Block, ...]:
    """The report; what only the agency knows is left blank."""
    speech = Speech(given.terms, given.names, Voice.PLAIN)
    others = len(given.terms.parties - {council.agency})
    return (
        Heading("Staff report"),
        Paragraph(f"To: {council.body.name}\nFrom: {council.name}\nMeeting of: {BLANK}\nSubject: {given.title}"),
        Heading("What is asked", 2),
        Paragraph(
            f"That the {council.body.act} below be passed, so that {council.name} may sign this agreement with "
            f"{speech.count(others, 'other agency')}."
        ),
        Heading("What it is", 2),
        Paragraph(
            f"{TERM_VARIABLES['kind'](speech)} It lets trained people of one party support people of another, in "
            f"confidence (clause 1). It offers {TERM_VARIABLES['services'](speech)} (clause 4)."
        ),
        Heading("Why", 2),
        Paragraph(
            "Whoever asks a peer of the same agency may ask somebody who works beside or above. In a small agency "
            "there is nobody else. Under this agreement a peer never answers for an agency that the peer belongs to "
            "(clause 8)."
        ),
        Paragraph(f"What this means here, in the agency's own words: {BLANK}"),
        Heading("What changes for our people", 2),
        *(Paragraph(each, item=True) for each in _changes(given, council, speech)),
        Heading("Fiscal impact", 2),
        Paragraph(f"{TERM_VARIABLES['cost'](speech)} (clause 16) The cost statement says what to fill in."),
        Heading("Authority", 2),
        Paragraph(council.how_sure),
        *([Paragraph(f"Who signs: {council.authority.signs}.")] if council.authority else []),
        *([Paragraph(f"What should be on file: {council.authority.evidence}.")] if council.authority else []),
        Heading("If it is not passed", 2),
        Paragraph(_otherwise(given, council, speech)),
    )


def _changes(given: Given, council: Council, speech: Speech) -> list[str]:
    terms = given.terms
    gets = speech.services(terms.receives.get(council.agency, terms.services)) or "nothing"
    lends = speech.services(terms.provides.get(council.agency, terms.services)) or "nothing"
    training = f"{TERM_VARIABLES['training_required'](speech)} {TERM_VARIABLES['least_training_hours'](speech)}"
    said = [
        f"They may ask for: {gets} (clause 4).",
        f"Those of them who serve others may lend: {lends} (clause 4).",
        f"Those who may serve: {TERM_VARIABLES['roles'](speech)}. {training} (clause 10)",
        f"{TERM_VARIABLES['hours'](speech)} {TERM_VARIABLES['answer_minutes'](speech)} (clause 6)",
        f"{TERM_VARIABLES['most_miles'](speech)} (clause 5)",
        f"{TERM_VARIABLES['privilege'](speech)} (clause 12)",
    ]
    pairs = [pair - {council.agency} for pair in terms.kept_apart if council.agency in pair]
    apart = sorted(given.called(one) for pair in pairs for one in pair)
    return said + [f"Our peers and those of {name} do not serve each other's people (clause 8)." for name in apart]


def _otherwise(given: Given, council: Council, speech: Speech) -> str:
    if council.agency in given.terms.required_parties:
        return f"{council.name} is not bound, and the agreement can't take effect without it (clause 20)."
    least = speech.count(given.terms.least_parties, "party")
    return (
        f"{council.name} is not bound, and none of its people serve or are served under it. The agreement may take "
        f"effect among the others, with {least} or more (clause 20)."
    )
