"""Text of others inside a report: it may be shown, but not act on what shows it."""

import re

from markupsafe import Markup

_MARKED = re.compile(r"(`[^`]+`|\*[^*\s][^*]*\*)")


def printable(text: str) -> str:
    """The text with everything that steers, hides or reorders text as an escape of ASCII.

    What is left is allowed in XML: neither control characters nor lone surrogates.
    """
    return "".join(part if part.isprintable() or part == "\n" else _escape(part) for part in text)


def inline(text: str) -> Markup:
    """A sentence of the spec: its `code` and *terms* as elements, all else escaped."""
    html = Markup()
    for part in _MARKED.split(printable(text)):
        if part.startswith("`") and part.endswith("`") and len(part) > 1:
            html += Markup("<code>{}</code>").format(part[1:-1])
        elif _MARKED.fullmatch(part):
            html += Markup("<em>{}</em>").format(part[1:-1])
        else:
            html += part
    return html


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
