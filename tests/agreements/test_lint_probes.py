"""What a hostile drafter would try, as tables: each is found; and honest sentences, none of which is stopped."""

import pytest

from agreements import Clause, Renewal
from agreements.clause_library.shelf import SHELF
from agreements.drafts import Finding, Severity
from agreements.drafts.confiding import tales
from agreements.drafts.consent import silent_consents
from agreements.drafts.lists import forbidden_lists
from agreements.drafts.money import per_contact
from agreements.drafts.paying import by_use
from tests.agreements.drafts_in_its_words import own


def stopped(findings: tuple[Finding, ...]) -> list[Finding]:
    return [each for each in findings if each.severity is Severity.STOPS]


BY_THE_CONTACT = (
    "No party shall refuse to pay $50 per contact.",
    "Nothing in this Agreement relieves the receiving party of paying $25 per call.",
    "No party withholds the $40 that is due per talk.",
    "Nobody delays the payment of $20 per request.",
    "No party is released from a fee of $30 per session.",
    "No matter who asks, $50 per call is paid.",
    "No invoice is needed and $50 per call is due.",
    "No invoice is needed, $50 per call is due.",
    "Nothing is due in advance, and each party pays $50 for every contact.",
    "The party does not pay late, and it pays $50 per call.",
    "The agency that is not a party pays $50 per call.",
    "Each call is logged by the receiving agency.",
    "Every contact is entered in the ledger.",
    "Any request is reported to the head.",
    "A note of each talk is written down by the coordinator.",
    "$30 per hour of support given.",
    "A peer earns 20 dollars for every half hour of support.",
    "The receiving party pays 25 dollars an hour for time spent in support.",
    "$40 per consultation.",
    "The lending party is owed $40 per response.",
    "$60 per debriefing is due.",
    "Compensation is made on a per-contact basis.",
    "The parties settle on a per-request basis.",
    "A per-call rate is agreed by letter.",
    "Accounts are settled call by call, at a rate that the heads set.",
    "$75 is due whenever a peer is used.",
    "A peer gets $75 when an officer calls.",
    "The agency pays $10 once somebody has been helped.",
    "Fifty dollars are due as often as a peer is asked.",
    "Each time a peer answers, the borrowing party owes one hour.",
    "Each contact is counted; $50 is owed for it.",
    "Peers take every call as it comes. The borrowing party pays $50.",
    "A lump of $500 a year is paid. Each contact beyond ten costs $50.",
    "The price is US$45/contact.",
    "An honorarium follows after every conversation.",
    "Contacts are settled at $50.",
    "Payment of $20 is made upon a visit.",
    "Overtime is claimed for any call-out.",
    "The coordinator tells each head how many officers asked.",
    "Usage figures go to the council.",
    "A summary of contacts is sent each month.",
    "Each head learns how often the line was used.",
    "Nothing prevents the heads from counting the calls by officer.",
    "The sum is $15 a head and $15 a talk.",
    "Overtime of a peer is paid by the agency of the officer whom she supported.",
    "The agency of the officer pays for the time that the peer spent with him.",
    "Mileage is reimbursed by the party whose officer the peer met.",
    "The home agency is reimbursed for the actual time its peer spends listening.",
    "Compensation is owed for actual support rendered, at the hourly rate.",
    "Costs are shared according to utilization.",
    "Costs are shared in proportion to its use of the service.",
    "A lump is paid each year by the officer's agency for its use of the service.",
    "The lead agency reimburses what the others have laid out.",
)

BY_WHOSE_OFFICER = (
    "Overtime of a peer is paid by the agency of the officer whom she supported.",
    "Mileage is reimbursed by the party whose officer the peer met.",
    "Costs are shared according to utilization.",
)

TELLING = (
    "The coordinator tells a head, on her request, whether one of her officers has asked.",
    "The coordinator sends each head a yearly figure of her officers who asked for support.",
    "Peers tell the head of the officer's agency that a talk took place.",
    "A peer tells the officer's supervisor where the peer thinks him unfit for duty.",
    "The chief is informed when an officer has talked with a peer.",
    "Each agency learns which of its employees asked.",
    "The head gets, no later than June, a note of officers who called.",
    "The coordinator never names a peer, but tells the sheriff that an officer asked.",
)

NOT_TELLING = (
    "No supervisor is told that an officer asked.",
    "A peer never tells the head of an agency that an officer asked.",
    "The coordinator tells the heads nothing about officers who asked.",
    "A peer tells no supervisor that a talk took place.",
    "An officer may tell her supervisor that she asked.",
    "The head of each agency tells its officers how to ask for support.",
    "The coordinator sends each head the list of officers who serve.",
    "A peer tells the agency of abuse or neglect of a child that an officer spoke of, where the law asks her to.",
    "The coordinator tells each head when the rota changes.",
    "Each party sends the coordinator a new address of its head.",
    "Each head is shown the roster annex before she signs it.",
)

BY_DUTY = (
    "Nothing is billed per call, and no report is made by contact.",
    "No party pays, bills or counts anything by the contact.",
    "No fee is charged for a talk.",
    "Peers are not paid by the call.",
    "No record of any request is kept.",
    "The parties do not keep a log of calls.",
    "Nobody is paid by the session, and nobody is asked for such a figure.",
    "Hours on duty are paid in one lump for each pay period.",
    "Hours on duty are recorded in the duty rota.",
    "Each party pays its own people for their duty.",
    "Each party pays into the common fund once a year.",
    "Each party reports to its own council what it spent in the year.",
    "Travel is reimbursed once a quarter, as a lump for all duty.",
    "The home agency pays wages and provides workers' compensation.",
    "The parties shall not count requests by officer.",
    "An officer pays nothing.",
    "No party owes money that its governing body has not appropriated.",
    "A peer who stands duty is at work for the home agency.",
    "The coordinator reports each year on the hours of duty that each party gave.",
    "Courses are open to each party at its own cost.",
    "Training hours are recorded by the home agency.",
    "A peer takes any call that the rota gives.",
    "The lump covers all duty of the year, whatever came of it.",
    "The heads look at the cost of the common fund in their yearly meeting.",
    "Each officer may ask at any hour.",
    "Each party bears its own costs.",
    "The heads pay for the common course in equal shares.",
    "Rooms and telephones are lent without any charge.",
    "The home agency pays the premium of its insurance.",
    "Use of a vehicle is paid once a year, in a lump.",
    "Overtime for duty is paid by the home agency.",
    "Costs of the rota are shared by the number of sworn staff.",
    "The lead agency charges the others nothing.",
    "No party reimburses another.",
    "Each party enters the fixed sum in its budget and pays it in July.",
)

SILENT = (
    "Unless a party objects, the change applies to it.",
    "If a party says nothing by Friday it is in.",
    "Any party that has not replied within ten days is included.",
    "If nobody objects within a week, the change takes effect.",
    "A party that stays silent stays in.",
    "The later version applies to all unless a head opposes it.",
    "Without an objection the new terms are adopted.",
    "A party that does not write back is covered by the later version.",
    "A head who does not respond designates the whole roster.",
    "Where the coordinator hears nothing, the agency joins.",
    "A party that does not object is bound, and no later objection is considered.",
)

NOT_SILENT = (
    "Silence is never consent.",
    "A party that does not answer is not bound.",
    "Nobody who has not signed is included.",
    "Silence designates nobody.",
    "A party that does not object keeps every right to object later.",
    "Unless it signs, a party is not bound by the later version.",
    "A head who does not answer is asked again.",
    "Each head signs or declines in writing.",
)

NAMING = (
    "The coordinator keeps a roster of who asked.",
    "Each agency holds the names of its officers served.",
    "There is a database of requesting officers.",
    "The duty log shows caller names.",
    "A file on officers who sought support is kept by the clerk.",
    "The peer writes down who called.",
    "The coordinator records which officer was helped.",
    "A caller register lies with the clerk.",
    "Badge numbers of officers supported are kept for a year.",
    "No party shall refuse to keep a list of officers who asked.",
)

NOT_NAMING = (
    "No list of officers who asked is kept.",
    "The parties do not keep a list of those who asked.",
    "Nobody records who asked.",
    "The roster annex is the list of people who serve.",
    "The clerk keeps a list of persons who have been designated.",
    "The names of the heads stand in the record of signatures.",
    "Each agency keeps a file of the training of its peers.",
)


@pytest.mark.parametrize("words", BY_THE_CONTACT)
def test_a_way_to_pay_or_count_by_the_contact_is_found(words: str) -> None:
    assert any("unmask the officer" in each.message for each in stopped(own(words, Clause.COST)))


@pytest.mark.parametrize("words", BY_WHOSE_OFFICER)
def test_money_that_follows_the_officer_is_found_in_every_clause(words: str) -> None:
    assert any("unmask the officer" in each.message for each in stopped(own(words, Clause.NOTICES)))


@pytest.mark.parametrize("words", TELLING)
def test_a_way_to_tell_an_agency_of_its_officers_is_found_in_every_clause(words: str) -> None:
    for clause in (Clause.COMMAND, Clause.CONFIDENTIALITY):
        assert any("learn of its officers" in each.message for each in stopped(own(words, clause)))


@pytest.mark.parametrize("words", NOT_TELLING)
def test_an_honest_sentence_about_telling_stops_nothing(words: str) -> None:
    assert not stopped(own(words, Clause.COMMAND))


@pytest.mark.parametrize("words", BY_DUTY)
def test_an_honest_sentence_about_money_and_hours_stops_nothing(words: str) -> None:
    assert not stopped(own(words, Clause.COST))


def test_every_amount_in_own_words_about_money_is_pointed_out() -> None:
    for words in ("Each party pays $500 a year into the fund.", "A lump of five hundred dollars is due in June."):
        (finding,) = own(words, Clause.COST)
        assert (finding.severity, finding.term) == (Severity.WARNS, "cost")
        assert not own(words, Clause.NOTICES)


@pytest.mark.parametrize("words", SILENT)
def test_a_way_to_be_bound_by_silence_is_found(words: str) -> None:
    assert any("silence for consent" in each.message for each in stopped(own(words, Clause.AMENDMENT)))


@pytest.mark.parametrize("words", NOT_SILENT)
def test_an_honest_sentence_about_answers_stops_nothing(words: str) -> None:
    assert not stopped(own(words, Clause.AMENDMENT))


@pytest.mark.parametrize("words", NAMING)
def test_a_way_to_keep_names_of_who_asked_is_found(words: str) -> None:
    assert any("No list of who asked" in each.message for each in stopped(own(words, Clause.RECORDS)))


@pytest.mark.parametrize("words", NOT_NAMING)
def test_an_honest_sentence_about_lists_stops_nothing(words: str) -> None:
    assert not stopped(own(words, Clause.RECORDS))


def test_the_library_itself_would_pass_as_own_words() -> None:
    for edition in SHELF.values():
        said = edition.words
        for check in (per_contact, by_use, tales, silent_consents, forbidden_lists):
            assert not [*check(edition.clause, said)], (edition.id, check)


@pytest.mark.parametrize(
    ("words", "clause", "term"),
    [
        ("A party leaves thirty business days after its notice.", Clause.WITHDRAWAL, "notice_days"),
        ("A party leaves by 30 working days' notice.", Clause.NOTICES, "notice_days"),
        ("A party gives ten days' notice.", Clause.NOTICES, "notice_days"),
        ("The notice to leave is ninety days.", Clause.COMMAND, "notice_days"),
        ("A party leaves at once for cause.", Clause.WITHDRAWAL, "notice_days"),
        ("The heads may expel a party without notice.", Clause.WITHDRAWAL, "notice_days"),
        ("A party leaves by a month's notice.", Clause.WITHDRAWAL, "notice_days"),
        ("A party leaves with half a year's notice.", Clause.WITHDRAWAL, "notice_days"),
        ("A talk that is open is finished within a fortnight and no more.", Clause.WITHDRAWAL, "run_off_days"),
        ("A talk that is open is finished within 48 hours.", Clause.SUSPENSION, "run_off_days"),
        ("A peer's home agency lies within 80 km.", Clause.AREA, "most_miles"),
        ("A peer's home agency lies within eighty kilometers.", Clause.AREA, "most_miles"),
        ("This Agreement renews itself every year.", Clause.TERM, "renewal"),
        ("It is renewed automatically for another term.", Clause.TERM, "renewal"),
        ("The term of this Agreement is a decade.", Clause.TERM, "term_months"),
        ("The term of this Agreement is five years.", Clause.COUNTERPARTS, "term_months"),
        ("It takes effect when five parties have signed.", Clause.COUNTERPARTS, "least_parties"),
    ],
)
def test_words_that_say_another_time_or_distance_than_the_terms_stop(words: str, clause: Clause, term: str) -> None:
    terms = {"term_months": 36, "most_miles": 120, "run_off_days": 10}
    assert term in {each.term for each in stopped(own(words, clause, **terms))}


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("A party that leaves tells the coordinator at once.", Clause.WITHDRAWAL),
        ("A mailed notice counts as received three days after it was posted.", Clause.NOTICES),
        ("The coordinator answers a letter within two business days.", Clause.COMMAND),
        ("The heads meet once a year, and at least two agencies make a quorum.", Clause.COMMAND),
        ("It does not renew itself.", Clause.TERM),
        ("A peer on leave for ten days is off the rota.", Clause.AVAILABILITY),
        ("Courses of half a day count too.", Clause.RECORDS),
    ],
)
def test_a_time_that_is_about_something_else_stops_nothing(words: str, clause: Clause) -> None:
    assert not stopped(own(words, clause, term_months=36, renewal=Renewal.NONE))
