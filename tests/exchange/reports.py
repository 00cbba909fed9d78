"""A report's page, taken apart as a browser would."""

from html.parser import HTMLParser

LOADS = {"src", "href", "srcset", "data", "action", "formaction", "poster", "background", "xlink:href", "ping", "cite", "manifest"}
"""Attributes that fetch something, or lead somewhere."""
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "main", "header", "section", "h1", "h2", "h3", "p", "ul", "ol", "li", "table", "thead", "tbody",
    "tr", "th", "td", "svg", "text", "line", "polyline", "polygon", "circle", "path", "rect",
}  # fmt: skip

POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
"""Forbids a browser whatever is not in the page, scripts above all."""


class Page(HTMLParser):
    """Which elements there are, and what can be read."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: set[str] = set()
        self.values: list[str] = []
        self.words: list[str] = []
        self._style = False
        self.feed(content)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.values += [value or "" for _, value in attrs]
        self._style = tag == "style"

    def handle_endtag(self, tag: str) -> None:
        self._style = self._style and tag != "style"

    def handle_data(self, data: str) -> None:
        if not self._style:
            self.words.append(data)

    @property
    def text(self) -> str:
        """All that can be read."""
        return "\n".join(self.words)


def harmless(content: str) -> Page:
    """Assert that a page fetches nothing and runs nothing."""
    page = Page(content)
    assert page.elements <= ALLOWED
    assert not page.attributes & LOADS
    assert not [name for name in page.attributes if name.startswith("on")]
    style = content.partition("<style>")[2].partition("</style>")[0]
    assert not [word for word in ("url(", "@import", "expression", "://") if word in style]
    assert POLICY in content.partition("<style>")[0]
    return page
