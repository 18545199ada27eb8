"""Reads a page as a browser would: what is open and closed, what is text, what would be loaded."""

from html.parser import HTMLParser

VOID = frozenset({"meta", "br"})
LOADING = frozenset({"src", "srcset", "data", "poster", "action", "background", "style"})


class Page(HTMLParser):
    """The elements, the text and the ids of a page; AssertionError where it is not well formed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.marked: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.texts.append(data)
        if "mark" in self.open:
            self.marked.append(data)

    @property
    def text(self) -> str:
        """All text, its white space made one space."""
        return " ".join("".join(self.texts).split())

    @property
    def ids(self) -> list[str]:
        """The ids of elements."""
        return [attributes["id"] or "" for _tag, attributes in self.elements if "id" in attributes]

    @property
    def links(self) -> list[str]:
        """Where links go."""
        return [
            attributes["href"] or "" for _tag, attributes in self.elements if "href" in attributes
        ]
