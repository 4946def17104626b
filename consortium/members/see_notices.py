"""What the pages of the notices show: per state and language what officers read, what waits, and what changed. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from consortium.members.kinds import LANGUAGES
from consortium.members.setup_values import NoticeVersion, Stage
from consortium.members.state_profile import Field, keeps_notice_back
from consortium.members.word_changes import Kind, word_changes

LANGUAGE_WORDS = {"en": "English", "es": "Spanish"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeView:
    """One state's notice in one language.

    Attributes:
        approved: what officers are shown; ``None`` while there is nothing.
        newest: the newest version, if it is not the approved one.
        changes: from the approved to the newest, word by word; empty if there is nothing to compare.
        older: every other version, the newest first.
        missing: what must be read in the state's profile before anything can be approved.
    """

    state: str
    language: str
    language_words: str
    approved: NoticeVersion | None
    newest: NoticeVersion | None
    changes: tuple[tuple[Kind, str], ...]
    older: tuple[NoticeVersion, ...]
    missing: tuple[Field, ...]

    @property
    def draft(self) -> NoticeVersion | None:
        """What its writers may still change in place."""
        return self.newest if self.newest is not None and self.newest.stage is Stage.DRAFT else None


def see_notice(state: str, language: str, versions: Iterable[NoticeVersion], read: frozenset[str]) -> NoticeView:
    """One notice from its versions, the newest first."""
    all_of = tuple(versions)
    approved = next((each for each in all_of if each.stage is Stage.APPROVED), None)
    newest = all_of[0] if all_of and all_of[0] is not approved else None
    return NoticeView(
        state=state,
        language=language,
        language_words=LANGUAGE_WORDS[language],
        approved=approved,
        newest=newest,
        changes=word_changes(_whole(approved), _whole(newest)) if approved and newest else (),
        older=tuple(each for each in all_of if each is not approved and each is not newest),
        missing=keeps_notice_back(read),
    )


def see_notices(
    states: Iterable[str], versions: Iterable[NoticeVersion], read: Mapping[str, frozenset[str]]
) -> tuple[NoticeView, ...]:
    """Every notice of these states, and of any other that has a version."""
    all_of = tuple(versions)
    wanted = sorted({*states, *(each.state for each in all_of)})
    return tuple(
        see_notice(
            state,
            language,
            (each for each in all_of if (each.state, each.language) == (state, language)),
            read.get(state, frozenset()),
        )
        for state in wanted
        for language in LANGUAGES
    )


def _whole(version: NoticeVersion) -> str:
    return f"{version.text}\n{version.misconduct_duty}"
