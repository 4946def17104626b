"""An agreement in plain words: what each clause comes to for whoever signs. It is not the agreement; the text is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from agreements.clause_library.shelf import recognised
from agreements.clause_library.speech import Speech
from agreements.clause_library.variables import filled
from agreements.clause_library.wording import Voice
from agreements.clauses import Article, Clause
from agreements.terms import Terms
from geo.names import AgencyId


@dataclass(frozen=True, slots=True)
class Plain:
    """One clause in plain words.

    Args:
        edition: the edition that its words are; empty where the parties wrote it themselves, and then the rest is too.
        gives: what the signing agency gets or may do; ``never``: what it will not do or get.
    """

    clause: Clause
    edition: str = ""
    summary: str = ""
    gives: tuple[str, ...] = ()
    never: tuple[str, ...] = ()


def in_plain_words(text: Iterable[Article], terms: Terms, names: Mapping[AgencyId, str]) -> tuple[Plain, ...]:
    """Each article in plain words, by the words that stand in it: never by what a draft once chose."""
    speech = Speech(terms, names)
    return tuple(_plain(article, speech) for article in text)


def _plain(article: Article, speech: Speech) -> Plain:
    edition = recognised(article, speech)
    if edition is None:
        return Plain(article.clause)
    plain = replace(speech, voice=Voice.PLAIN)
    return Plain(
        article.clause,
        edition.id,
        filled(edition.summary, plain),
        tuple(filter(None, (filled(each, plain) for each in edition.gives))),
        tuple(filter(None, (filled(each, plain) for each in edition.never))),
    )
