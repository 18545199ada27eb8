"""How templates become HTML pages: every text is escaped, and cannot act on what shows it."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tallystick.conformance.reports.text import printable


def page_environment(folder: Path) -> Environment:
    """The templates of a folder; a name that is not given is an error."""
    return Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalized,
    )


def _finalized(thing: object) -> object:
    """Every text that goes into a page; what is markup already was made so by our own code."""
    return printable(thing) if isinstance(thing, str) and not isinstance(thing, Markup) else thing
