"""`tallystick init-adapter`: an empty adapter to begin an engine with."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated

import typer

from tallystick.conformance.verdicts import USAGE_EXIT_CODE

ADAPTERS = Path(__file__).parent / "adapters"

LANGUAGES: Mapping[str, str] = MappingProxyType(
    {"python": "py", "c": "c", "javascript": "js", "java": "java"}
)
"""Every language with an adapter, and how the name of its file ends."""


class UnknownLanguageError(ValueError):
    """There is no adapter in this language."""


def adapter_source(language: str) -> str:
    """The adapter in a language, named as in `LANGUAGES` or by the end of its file name."""
    name = language.lower()
    suffix = LANGUAGES.get(name, name)
    if suffix not in LANGUAGES.values():
        known = ", ".join(LANGUAGES)
        raise UnknownLanguageError(f"no adapter in {language!a}; there are: {known}")
    return (ADAPTERS / f"adapter.{suffix}").read_text(encoding="utf-8")


def init_adapter(
    language: Annotated[
        str, typer.Argument(metavar="LANG", help=f"One of {', '.join(LANGUAGES)}.")
    ],
) -> None:
    """Print a program that speaks the protocol and rejects every command: a place for an engine."""
    try:
        typer.echo(adapter_source(language), nl=False)
    except UnknownLanguageError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(USAGE_EXIT_CODE) from None
