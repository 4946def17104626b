"""The officer's pages, rendered from samples: whole, plain, light in weight, and true in every state."""

import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from babel.messages.pofile import read_po
from jinja2.ext import babel_extract

from consortium import pages
from tests.look import officer_samples as samples
from tests.look.officer_samples import HELP, LOOK, STATUS

KINDS = {"help": HELP, "look": LOOK, "status": STATUS}
SAMPLES = [(kind, name) for kind, contexts in KINDS.items() for name in contexts]
OPEN = [name for name, context in STATUS.items() if context["state"] in {"waiting", "accepted", "talking", "hold"}]
BANNED = ("patient", "cases?", "victim", "ticket", "incident", "users?", "alerts?", "anonymous", "100%")
STEPS = {"ask", "change", "status", "talk", "else", "say", "hold", "resume", "erase"}
WEIGHT = 20_000  # bytes of the first page, its style and its script, as they come
SCRIPTS = ("help.js", "live.js", "talk.js")
SUPPORT = pages.TEMPLATES / "support"


def page(kind: str, name: str, language: str = "en", **more: Any) -> str:
    context = KINDS[kind][name]
    spoken = {key: samples.common(language)[key] for key in ("language", "other_language_href", "zone_label")}
    return pages.render(f"support/{kind}.html", **{**context, **spoken, **more})


def seen(html: str) -> str:
    """What a reader sees or hears: no tags, one space between words."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html[html.index("<body") :])))


def texts(value: Any) -> Iterator[str]:
    """Every text in a context."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)


def own_words(kind: str, name: str, language: str = "en") -> str:
    """What is seen, without what the context brought."""
    html = seen(page(kind, name, language))
    for text in sorted(texts(KINDS[kind][name]), key=len, reverse=True):
        html = html.replace(text, " ")
    return html


def sentences() -> set[str]:
    """Every English sentence of the officer's pages; the singular where there are two."""
    how = {"trimmed": "true", "newstyle_gettext": "true", "trim_blocks": "true", "lstrip_blocks": "true"}
    found = set()
    for path in SUPPORT.glob("*.html"):
        for _, _, said, _ in babel_extract(BytesIO(path.read_bytes()), ("_", "ngettext"), (), how):
            found.add(said if isinstance(said, str) else str((said or ("",))[0]))
    return found


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_renders_whole_in_both_languages(kind: str, name: str, language: str) -> None:
    html = page(kind, name, language)
    assert html.startswith("<!doctype html>")
    assert f'<html lang="{language}">' in html
    assert html.count("<h1") == 1
    assert html.rstrip().endswith("</html>")


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_what_a_page_points_to_is_there_once(kind: str, name: str) -> None:
    html = page(kind, name)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'(?:\sfor|aria-labelledby)="([\w-]+)"|href="#([\w-]+)"', html)
    described = [one for many in re.findall(r'aria-describedby="([^"]+)"', html) for one in many.split()]
    assert [one for one in (*(a or b for a, b in pointed), *described) if one not in ids] == []


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_page_uses_no_banned_word_and_no_doubled_full_stop(kind: str, name: str, language: str) -> None:
    said = own_words(kind, name, language).lower()
    assert [word for word in BANNED if re.search(rf"(?<!\w){word}(?!\w)", said)] == []
    assert re.findall(r".{12}\.\s?\.", seen(page(kind, name, language))) == []


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_a_page_asks_nobody_else_for_anything(kind: str, name: str) -> None:
    html = page(kind, name)
    assert re.findall(r"<style|\sstyle\s*=|\son\w+\s*=|javascript:|manifest", html, re.IGNORECASE) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if 'src="/static/' not in tag] == []
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]+"', html) == ['href="https://www.weather.gov/"']


@pytest.mark.parametrize("name", SCRIPTS)
def test_no_script_keeps_anything_or_writes_to_the_history(name: str) -> None:
    source = (pages.STATIC / name).read_text()
    kept = r"localStorage|sessionStorage|indexedDB|\bcookie|caches\b|serviceWorker|history\.|pushState|replaceState"
    reaching = r"https?://|EventSource|WebSocket|sendBeacon|eval\(|innerHTML|document\.write"
    code = re.sub(r"^\s*//.*$", "", source, flags=re.MULTILINE)
    assert re.findall(f"{kept}|{reaching}", code) == []
    assert set(re.findall(r"location\.\w+", code)) <= {"location.replace", "location.hash"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_first_page_weighs_less_than_twenty_thousand_bytes(language: str) -> None:
    html = page("help", "full", language)
    assert re.findall(r"/static/([\w.]+)", html) == ["help.css", "help.js"]
    whole = len(html.encode()) + sum((pages.STATIC / name).stat().st_size for name in ("help.css", "help.js"))
    assert whole < WEIGHT
    assert sum(len(part["departments"]) for part in HELP["full"]["parts"]) == 30


@pytest.mark.parametrize("name", HELP)
def test_the_crisis_lines_come_first_with_the_day_they_were_checked(name: str) -> None:
    html = page("help", name)
    main = html[html.index("<main") :]
    first = main.index('href="tel:988"')
    assert first < main.index("<form")
    assert first < main.index("<details")
    assert "Numbers checked on November 2, 2026" in seen(html)
    assert "Last checked on August 1, 2026" in seen(html)


def test_the_first_page_has_the_order_that_was_decided() -> None:
    html = seen(page("help", "full"))
    order = [
        "Need someone right now?",
        "Come back with your four words",
        "What is kept",
        "What a peer may have to pass on",
        "t promise",
        "How do you want to talk?",
        "Number to ring",
        "Which line names your department?",
        "My department is not here",
        "Who should it be?",
        "What is it about?",
        "Ask for a peer",
        "four words: the only way back",
        "Leave",
    ]
    places = [html.rindex(text) if text == "Leave" else html.index(text) for text in order]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_kept_is_said_in_at_most_a_hundred_words(language: str) -> None:
    html = page("help", "full", language)
    kept = re.search(r'<ul class="dots">(.*?)</ul>', html, re.DOTALL)
    assert kept
    assert len(re.findall(r"[\w*]+", re.sub(r"<[^>]*>", " ", kept[1]))) <= 100


def test_every_line_of_the_list_says_what_a_peer_can_tell() -> None:
    html = seen(page("help", "full"))
    for part in HELP["full"]["parts"]:
        told = f"one of {part['crowd']} officers in {part['departments_count']} departments"
        again = ", also if you write again." if part["again"] is None else ". The lines changed within the last year."
        assert f"A peer can only tell that you are {told}{again}" in html
        assert all(department in html for department in part["departments"])


def test_two_texts_on_limits_say_for_which_lines_they_hold() -> None:
    html = seen(page("help", "two states"))
    assert "For North, Northeast, East, Southeast, South" in html
    assert "For Southwest, West, Northwest" in html
    assert "Example text. No lawyer has approved it." in html
    assert "Approved by R. Whitlock, counsel on September 30, 2026." in html


def test_a_line_whose_limits_are_not_approved_cannot_be_chosen() -> None:
    parts = [{**part, "ready": place != 0} for place, part in enumerate(samples.parts(3))]
    html = page("help", "full", parts=parts)
    assert re.findall(r'value="(\S+)" required disabled', html) == [parts[0]["id"]]
    assert "the text on limits for this line is not approved" in html


@pytest.mark.parametrize("name", ["too small", "no crowd", "paused", "not ready"])
def test_where_nobody_can_be_asked_there_is_no_form_but_the_words_still_open_a_request(name: str) -> None:
    html = page("help", name)
    assert re.findall(r'name="step" value="(\w+)"', html) == ["status"]
    assert "State Peer Network" in html
    assert "Nobody can be asked here right now" in html


def test_only_the_ways_on_offer_can_be_chosen() -> None:
    html = page("help", "full", ways=("call_peer",))
    assert re.findall(r'name="way" value="(\w+)"', html) == ["call_peer"]
    assert 'name="number"' not in html


def test_mistakes_are_named_at_the_top_and_beside_the_field_and_nothing_typed_is_lost() -> None:
    html = page("help", "mistakes")
    assert html.index('role="alert"') < html.index('id="lines"')
    assert seen(html).count("This does not look like a telephone number. Type ten digits.") == 2
    assert 'value="55-0199" aria-describedby=" number-err" aria-invalid="true"' in html
    assert 'value="ring_me" checked' in html
    assert 'value="loss" selected' in html


@pytest.mark.parametrize("language", ["en", "es"])
def test_when_nothing_works_the_numbers_are_still_there(language: str) -> None:
    line = {**samples.lines()[1], "verified_on": None}
    html = pages.render("support/trouble.html", **samples.common(language, lines=[line]))
    assert html.count('href="tel:988"') == 2
    assert html.count("<h1") == 1
    assert 'name="step"' not in html


def test_what_is_wrong_with_the_whole_form_is_said_without_a_link() -> None:
    html = page("help", "full", errors={"form": "Please send the form once more."})
    assert "<li>Please send the form once more.</li>" in html


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_every_form_is_a_post_to_the_same_address_with_a_step_and_a_once_key(kind: str, name: str) -> None:
    forms = re.findall(r"<form([^>]*)>(.*?)</form>", page(kind, name), re.DOTALL)
    for attributes, inner in forms:
        assert 'method="post"' in attributes
        assert 'autocomplete="off"' in attributes
        assert "action=" not in attributes or 'action="/four-rivers/es/help"' in attributes
        assert set(re.findall(r'name="step" value="(\w+)"', inner)) <= STEPS
        assert inner.count('name="step"') == inner.count('name="once"') == inner.count('name="words"') == 1


@pytest.mark.parametrize("name", STATUS)
def test_the_lines_stand_in_every_state(name: str) -> None:
    html = page("status", name)
    for line in samples.lines():
        assert f'href="{line["href"]}"' in html
    assert '<a class="call" href="tel:988">' in html


@pytest.mark.parametrize("name", STATUS)
def test_an_open_request_can_be_erased_and_asked_about_and_a_closed_one_cannot(name: str) -> None:
    steps = re.findall(r'name="step" value="(\w+)"', page("status", name))
    assert ("erase" in steps) == (name in OPEN)
    assert ("data-live" in page("status", name)) == (name in OPEN)
    assert ("As of 3:13 a.m." in seen(page("status", name))) == (name in OPEN)


@pytest.mark.parametrize(
    ("name", "offered"),
    [
        ("accepted", {"talk", "else"}),
        ("talking, you call", {"hold", "else"}),
        ("talking, text", {"say", "hold", "else"}),
        ("held by you", {"resume", "else"}),
        ("held by the peer", {"else"}),
        ("paged", set()),
    ],
)
def test_each_state_offers_its_own_steps(name: str, offered: set[str]) -> None:
    steps = set(re.findall(r'name="step" value="(\w+)"', page("status", name)))
    assert steps - {"status", "erase"} == offered


def test_the_words_are_shown_once_only() -> None:
    assert samples.WORDS in seen(page("status", "just asked"))
    for name in OPEN:
        if name != "just asked":
            assert samples.WORDS not in seen(page("status", name))
    assert samples.WORDS not in seen(page("help", "full"))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("just asked", "It is stored. The page to a peer has not gone out yet."),
        ("paged", "If there is none by 3:18 a.m., we page the next peer or tell you here that nobody answered."),
        ("second page", "1 peer was asked and has not taken it."),
        ("seen", "A peer has seen your request They have not said yes."),
        ("nobody on call", "The next turn starts on Saturday, November 21, 7:13 a.m., Mountain Time; if your request"),
        ("truth", "Nobody has answered Please call one of the numbers on this page."),
        ("promise broken", "We can\u2019t hide you as promised right now An agreement or a count of officers has"),
        ("accepted", "By what they said on accepting, they can talk in 15 minutes."),
        ("talking, they ring", "Dana Ortiz has your number"),
        ("talking, nothing written", "They do not have it open right now."),
        ("held by the peer", "Dana Ortiz paused this"),
        ("gone", "We keep nothing that could tell which."),
        ("over the limit", "it is not about you. Nothing was stored."),
        ("unlisted", "So we have nobody to ask for you, and stored nothing."),
    ],
)
def test_each_state_says_what_happened(name: str, said: str) -> None:
    assert said in seen(page("status", name))


@pytest.mark.parametrize(("name", "language"), list(product(STATUS, ("en", "es"))))
def test_no_state_promises_help(name: str, language: str) -> None:
    said = seen(page("status", name, language)).lower()
    assert re.findall(r"on the way|on its way|en camino|will help|soon|shortly|pronto", said) == []


def test_spanish_says_everything_and_that_nobody_has_reviewed_it() -> None:
    with (pages.LOCALE / "es" / "LC_MESSAGES" / "consortium.po").open("rb") as source:
        catalogue = read_po(source, locale="es")
    spanish = {one.id if isinstance(one.id, str) else one.id[0]: one.string for one in catalogue}
    assert [said for said in sorted(sentences()) if not spanish.get(said)] == []
    assert "NOT YET REVIEWED" in catalogue.header_comment
    assert "Esta traducción aún no está revisada." in seen(page("help", "full", "es"))
    assert "no está revisada" not in seen(page("help", "full", "en"))


@pytest.mark.parametrize(("kind", "name"), SAMPLES)
def test_no_english_is_left_on_a_spanish_page(kind: str, name: str) -> None:
    english = r"\b(?:the|you|your|peer|and|with|for|they|have|has|this|that|not|of)\b"
    assert re.findall(english, own_words(kind, name, "es").lower()) == []
