"""The description of the JSON API as its page shows it: one entry for each operation, one for each shape. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

_REF = "#/components/schemas/"
_REFUSED = 400


def see_description(document: Mapping[str, Any]) -> dict[str, Any]:
    """The names ``about``, ``operations`` and ``shapes`` that ``access/api.html`` needs."""
    return {
        "about": _paragraphs(document["info"].get("description", "")),
        "operations": [
            _operation(path, method, told)
            for path, item in document["paths"].items()
            for method, told in item.items()
            if isinstance(told, Mapping) and "responses" in told
        ],
        "shapes": [
            _shape(name, shape) for name, shape in sorted(document.get("components", {}).get("schemas", {}).items())
        ],
    }


def _operation(path: str, method: str, told: Mapping[str, Any]) -> dict[str, Any]:
    scopes = [scope for each in told.get("security", ()) for names in each.values() for scope in names]
    body = told.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    return {
        "id": told["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": told.get("summary", ""),
        "about": _plain(told.get("description", "")),
        "scope": ", ".join(scopes),
        "body": _kind(body) if body else "",
        "parameters": [
            {
                "name": each["name"],
                "where": each["in"],
                "needed": bool(each.get("required")),
                "kind": _kind(each.get("schema", {})),
                "about": _plain(each.get("description", "")),
            }
            for each in told.get("parameters", ())
        ],
        "answers": [
            {"status": status, "about": _plain(each.get("description", "")), "kind": _content(each)}
            for status, each in sorted(told["responses"].items())
            if int(status) < _REFUSED
        ],
        "refusals": ", ".join(status for status in sorted(told["responses"]) if int(status) >= _REFUSED),
    }


def _shape(name: str, shape: Mapping[str, Any]) -> dict[str, Any]:
    needed = set(shape.get("required", ()))
    return {
        "name": name,
        "about": _plain(shape.get("description", "")),
        "one_of": ", ".join(str(each) for each in shape.get("enum", ())),
        "fields": [
            {"name": field, "kind": _kind(kind), "needed": field in needed}
            for field, kind in shape.get("properties", {}).items()
        ],
    }


def _content(answer: Mapping[str, Any]) -> str:
    return next((_kind(each.get("schema", {})) for each in answer.get("content", {}).values()), "")


def _kind(schema: Mapping[str, Any]) -> str:
    """A schema in a few words: "date-time or null", "list of ShiftOut"."""
    if "$ref" in schema:
        return str(schema["$ref"]).removeprefix(_REF)
    for many in ("oneOf", "anyOf"):
        if many in schema:
            return " or ".join(dict.fromkeys(_kind(each) for each in schema[many]))
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    kinds = schema.get("type", "")
    return str(schema.get("format") or (kinds if isinstance(kinds, str) else " or ".join(kinds)))


def _paragraphs(words: str) -> list[str]:
    return [" ".join(each.split()) for each in _blocks(words)]


def _blocks(words: str) -> Iterator[str]:
    yield from (each for each in words.replace("**", "").replace("`", "").replace("*", "").split("\n\n") if each)


def _plain(words: str) -> str:
    """Words without their marks, on one line."""
    return " ".join(words.replace("`", "").split())
