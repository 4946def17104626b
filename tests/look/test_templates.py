"""Every members' page renders with what its first comment asks for, and keeps the house's rules for pages."""

import ast
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from html import unescape
from importlib import import_module
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, meta, nodes

from consortium import pages
from consortium.sayings import sayings
from tests.look.samples import PAGES

DESKS = ("access", "members", "signing", "duty", "reports", "demo")
BANNED = ("patient", "case", "cases", "victim", "ticket", "incident", "user", "users", "alert", "alerts", "anonymous")
PIECES = {f"signing/{piece}.html" for piece in ("life_sign", "matrix_bits", "sign_changes", "sign_form")}
INCLUDED = {"duty/around.html", "members/roster_taking_line.html"} | PIECES | {f"duty/state_{state}.html" for state in (
    "idle", "asked", "check", "waiting", "talking", "hold", "close", "ended")}  # fmt: skip
MARKS = set(re.findall(r'<symbol id="([\w-]+)"', (pages.STATIC / "icons.svg").read_text()))
_MONTHS = [date(2026, month, 1) for month in range(1, 13)]
_WEEK = [date(2026, 11, day) for day in range(23, 30)]


def templates() -> Iterator[str]:
    for desk in DESKS:
        yield from (f"{desk}/{path.name}" for path in sorted((pages.TEMPLATES / desk).glob("*.html")))


@cache
def page(name: str, theme: str | None = None) -> str:
    """The page as rendered once; whatever is looked at in it."""
    template, context = PAGES[name]
    return pages.render(template, **{**context, **({"theme": theme} if theme else {})})


def seen(html: str) -> str:
    """What a reader sees or hears of a page: no tags, no scripts, one space between words."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", " ", html)))


def test_every_template_has_a_sample() -> None:
    assert set(templates()) - INCLUDED == {template for template, _ in PAGES.values()}


def test_no_two_samples_have_one_name() -> None:
    for path in sorted(Path(__file__).parent.glob("samples*.py")):
        module = import_module(f"tests.look.{path.stem}")
        for merged in (each for each in ast.walk(ast.parse(path.read_text())) if isinstance(each, ast.Dict)):
            parts = [value for key, value in zip(merged.keys, merged.values, strict=True) if key is None]
            named = [part.id for part in parts if isinstance(part, ast.Name) and part.id.isupper()]
            pages_only = all(isinstance(page, tuple) for part in named for page in getattr(module, part).values())
            if named and pages_only:
                written = [key.value for key in merged.keys if isinstance(key, ast.Constant)]
                names = [*written, *(name for part in named for name in getattr(module, part))]
                assert [name for name, times in Counter(names).items() if times > 1] == [], path.name


@pytest.mark.parametrize("template", sorted(set(templates()) - INCLUDED))
def test_the_first_comment_of_a_template_names_all_that_it_takes(template: str) -> None:
    env = pages.environment("en")
    source = (pages.TEMPLATES / template).read_text()
    comment = re.match(r"\{#(.*?)#\}", source, re.DOTALL)
    assert comment, "The first thing in a template is the comment that lists its context."
    tree = env.parse(source)
    own = {
        name[1] if isinstance(name, tuple) else name
        for found in tree.find_all(nodes.FromImport)
        for name in found.names
    }
    own |= {name.name for name in tree.find_all(nodes.Name) if name.ctx == "store"}
    own |= {macro.name for macro in tree.find_all(nodes.Macro)}
    taken = meta.find_undeclared_variables(tree) - own - set(env.globals) - set(pages.COMMON) - {"language"}
    assert [name for name in sorted(taken) if not re.search(rf"\b{name}: ?", comment[1])] == []


@pytest.mark.parametrize(("name", "theme"), list(product(PAGES, ("light", "night", None))))
def test_a_page_renders_whole(name: str, theme: str | None) -> None:
    html = page(name, theme=theme)
    assert html.startswith("<!doctype html>")
    assert (f'data-theme="{theme}"' in html) == (theme is not None)
    assert html.count("<h1") == 1
    assert html.rstrip().endswith("</html>")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_style_and_no_script_of_its_own(name: str) -> None:
    html = page(name)
    assert re.findall(r"<style|\sstyle\s*=|\son\w+\s*=|javascript:", html, re.IGNORECASE) == []
    assert [tag for tag in re.findall(r"<script[^>]*>", html) if "src=" not in tag] == []
    assert re.findall(r"(?:src|href)=\"(?:https?:)?//", html) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_uses_no_banned_word_and_no_doubled_full_stop(name: str) -> None:
    _template, context = PAGES[name]
    own = seen(page(name)).lower()
    for text in filter(None, _strings(context)):
        own = own.replace(text.lower(), " ")
    assert [word for word in BANNED if re.search(rf"\b{word}\b", own)] == []
    assert re.findall(r".{12}\.\.(?!\.)", seen(page(name))) == []


@pytest.mark.parametrize("name", PAGES)
def test_what_a_page_points_to_is_there(name: str) -> None:
    html = page(name)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    pointed = re.findall(r'(?:\sfor|\shref|aria-labelledby)="#?([\w-]+)"', html)
    pointed += [one for many in re.findall(r'aria-describedby="([^"]+)"', html) for one in many.split()]
    assert [name for name in pointed if name not in ids] == []
    assert set(re.findall(r"icons\.svg[^#\"]*#([\w-]+)", html)) <= MARKS


class _Marking:
    """A catalogue that shows which words came through it."""

    def gettext(self, text: str) -> str:
        return f"⟦{text}⟧"

    def ngettext(self, one: str, many: str, count: int) -> str:
        return f"⟦{one if count == 1 else many}⟧"


@cache
def _marking_environment() -> Environment:
    """One for all pages, for it compiles each template once."""
    env = pages.environment.__wrapped__("en")
    env.globals |= sayings(_Marking())
    return env


@pytest.mark.parametrize("name", PAGES)
def test_every_word_of_a_page_can_be_translated(name: str) -> None:
    template, context = PAGES[name]
    html = _marking_environment().get_template(template).render({**pages.COMMON, **context, "language": "en"})
    left = re.sub(r"<code>.*?</code>", " ", html[html.index("<body") :])  # commands are typed as they are
    while (fewer := re.sub(r"⟦[^⟦⟧]*⟧", " ", left)) != left:
        left = fewer
    given = set(re.findall(r"[a-z]+", " ".join(_strings(context)).lower()))
    spoken = set(re.findall(r"[a-z]+", "min day days monday tuesday wednesday thursday friday saturday sunday"))
    months = {pages.month(context_day).split()[0].lower() for context_day in _MONTHS}
    short = {pages.weekday(context_day).split()[0].lower() for context_day in _WEEK}
    words = set(re.findall(r"[a-z]{2,}", seen(left).lower()))
    assert words - given - spoken - months - short - {"sha"} == set()


def _strings(value: Any) -> Iterator[str]:
    """All texts in a context, longest first within each value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple | set):
        for inner in value:
            yield from _strings(inner)
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _strings(getattr(value, one.name))
