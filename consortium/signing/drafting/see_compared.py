"""A draft's text beside another one, as its pages and counsel's page show it. Pure."""

from collections.abc import Mapping
from typing import Any

from consortium.signing.drafting.look import Look
from consortium.signing.drafting.see_draft import see_plain
from consortium.signing.drafting.see_text import Base, chosen, see_terms, see_text


def compared(asked: Mapping[str, str], look: Look, found: tuple[Base, ...]) -> dict[str, Any]:
    """A draft's text beside what the address asks for of these, with what differs in words and terms."""
    base = chosen(found, asked.get("with", ""), look.file.amends)
    text = look.version.text if look.version else ()
    plain = see_plain(text, look.terms, look.names)
    return {
        **see_text(text, look.terms, base, plain["summaries"], look.names),
        "plain": plain,
        "clean": base is None or asked.get("show") == "clean",
        "base": {"key": base.key, "kind": base.kind, "number": base.number} if base else None,
        "bases": [{"key": each.key, "kind": each.kind, "number": each.number} for each in found],
        "terms": see_terms(look.terms, look.names),
    }
