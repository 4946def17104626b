"""A form of a page as a browser would send it untouched: for stories that change a field or two of a long one."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action
        self.inside = False
        self.fields: dict[str, str] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.inside = found.get("action") == self.action
        if not self.inside:
            return
        if tag == "input" and found.get("name"):
            ticks = found.get("type") in {"checkbox", "radio"}
            if not ticks or "checked" in found:
                self.fields[found["name"]] = found.get("value", "on")
        elif tag == "select":
            self._select = found["name"]
        elif tag == "option" and self._select and ("selected" in found or self._select not in self.fields):
            self.fields[self._select] = found.get("value", "")
        elif tag == "textarea":
            self._area = found["name"]
            self.fields[self._area] = ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self.inside and self._area:
            self.fields[self._area] += data


def untouched(page: str, action: str) -> dict[str, str]:
    """The fields of the forms that go to this address, with their values."""
    reader = _Reader(action)
    reader.feed(page)
    assert reader.fields, f"the page has no form for {action}"
    return reader.fields
