"""Sentences of a text, and whether one of them forbids what it speaks of. A coarse reading of English, and meant so.

When in doubt a sentence counts as not forbidding: somebody then looks at it. So what stands between the "no" and what
it forbids may be plain words only: "No party shall refuse to pay" forbids nothing.
"""

import re
from collections.abc import Iterator
from typing import Final

_ENDS: Final = re.compile(r"[.;!?](?=\s|$)|\n+")
_STARTS_WITH_NO: Final = re.compile(
    r"\W*(?:\([a-z0-9]+\)\s*)?(?:(?:and|but|so|or|nor)\s+)?"
    r"(?:no one|none of the parties|nothing|nobody|none|never|neither|no|in no case|under no circumstances)\b",
    re.IGNORECASE,
)
_NOT: Final = re.compile(r"\b(?:not|never|cannot|nor|nobody)\b|n['\u2019]t\b", re.IGNORECASE)
_BUT: Final = re.compile(
    r"\b(?:but|except|excepting|excepted|unless|(?:other|later|less|fewer|more|rather|sooner|earlier|lower) than|"
    r"however|save|apart from|no matter|no doubt|nonetheless|nevertheless|notwithstanding|not only|only if|until|"
    r"without|beyond|instead|provided that|subject to|in lieu)\b"
    r"|\b(?:prevent|prohibit|forbid|restrict|preclud|bar(?:s|red|ring)\b|limit|hinder|stop(?:s|ped|ping)\b|refus|"
    r"relief|relieve|relieving|withhold|withheld|release|releasing|"
    r"exempt|excus|den(?:y|ies|ied|ying)\b|avoid|escap|waiv|fail|omit|neglect|declin|"
    r"delay|discharg|absolv|object|contest|disput|complain|impair|affect|diminish|reduc|resist|evad|"
    r"cap(?:s|ped)\b|free[sd]? from)\w*",
    re.IGNORECASE,
)
_BREAK: Final = re.compile(
    r"[,:]?\s+(?:and|but|so|yet|while|whereas|although|though|then|or else)\s+"
    r"(?=(?:the|an?|each|every|any|all|both|this|that|these|those|it|they|she|he|its|their|such|one|instead|also|"
    r"payments?|fees?|charges?|parties|agencies|peers?|coordinators?|no|nobody|nothing|none|neither)\b|\$|\d)"
    r"|[,:]\s+(?=(?:each|every|it|they|payment|no|nobody|nothing)\b|\$|\d)",
    re.IGNORECASE,
)
_OF_MONEY: Final = (
    "pay pays paid payable paying payment payments bill bills billed invoice invoices invoiced charge charges charged "
    "claim claims claimed reimburse reimburses reimbursed owe owes owed due fee fees money sum sums amount amounts "
    "cost costs hour hours time mileage travel overtime stipend stipends compensation compensated dollar dollars "
    "rate price collect collects collected receive receives received earn earns earned figure figures"
)
_OF_RECORDS: Final = (
    "count counts counted counting report reports reported record records recorded log logs logged list lists listed "
    "register registers registered statistic statistics tally tallies tallied note notes noted roster rosters sheet "
    "sheets attendance sign-in file files document documents documented name names named number numbers data database "
    "notify notified itemize itemized track tracks tracked written statement statements breakdown breakdowns "
    "keep-out exclusion"
)
_LINKS: Final = (
    "be been being is are was ever itself themselves ask asks asked keep keeps kept make makes made give gives given "
    "hold holds held draw draws drawn write writes to have has had for of by in on or and nor a an any the its their "
    "either per each every"
)
_WHO: Final = (
    "party parties agency agencies department departments office sheriff city county town district head heads chief "
    "chiefs supervisor supervisors commander commanders superior superiors employer employers "
    "council coordinator consortium clerk practice peer peers chaplain clinician officer officers employee employees "
    "deputy person people body one member members anybody lending borrowing home receiving serving requesting other "
    "others another agreement clause contact contacts request requests call calls session talk talks such all this "
    "that these kind way manner whatever such from with under about shall may must will can could does do did not "
    "allows allow lets let permits permit entitles entitle line at"
)
_AFTER_NOT: Final = frozenset(f"{_OF_MONEY} {_OF_RECORDS} {_LINKS}".split())
_AFTER_NO: Final = (_AFTER_NOT | frozenset(_WHO.split())) - {"not", "did"}


def sentences(words: str) -> Iterator[str]:
    """The sentences of a text; a semicolon ends one too."""
    yield from (each for part in _ENDS.split(words) if (each := part.strip()))


def paragraphs(words: str) -> Iterator[str]:
    """The paragraphs of a text, which an empty line parts."""
    yield from (each for part in re.split(r"\n\s*\n", words.replace("\r\n", "\n")) if (each := part.strip()))


def forbids(sentence: str, verb_at: int) -> bool:
    """Whether the sentence forbids what its verb, which begins at ``verb_at``, does; not if it makes an exception."""
    if _BUT.search(sentence):
        return False
    begins = max((each.end() for each in _BREAK.finditer(sentence) if each.end() <= verb_at), default=0)
    before = sentence[begins:verb_at]
    nots = [each.end() for each in _NOT.finditer(before)]
    if start := _STARTS_WITH_NO.match(before):
        return not any(end > start.end() for end in nots) and _plain(before[start.end() :], _AFTER_NO)
    if _STARTS_WITH_NO.match(sentence[begins:]):
        return True
    return bool(nots) and _plain(before[nots[-1] :], _AFTER_NOT)


def _plain(words: str, known: frozenset[str]) -> bool:
    return all(each in known for each in re.findall(r"[a-z][a-z'\u2019-]*", words.casefold()))
