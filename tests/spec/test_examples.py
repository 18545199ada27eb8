"""Every example and every trace of the spec, executed (spec chapter 00)."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tallystick.conformance.arithmetic import holds
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.targets import open_engine, profiles_of
from tallystick.conformance.trace_text import Block, blocks_of, parse_trace, run_trace
from tallystick.reference.types.choices import Profile
from tests.engine_targets import targets_to_test

CHAPTERS = tuple(sorted(spec_directory().glob("*.md")))
NUMBERS = ("01", "02", "03", "04", "05", "06", "07", "08")
RULES = tuple(chapter for chapter in CHAPTERS if chapter.name[:2] in NUMBERS)
TRACE_KINDS = {f"trace {profile}": profile for profile in Profile}
DATA_KINDS = ("json", "text", "toml")
"""Blocks that show a form and are not executed, in the chapters on conformance only."""


def blocks(kinds: tuple[str, ...], chapters: tuple[Path, ...] = CHAPTERS) -> Iterator[object]:
    """Blocks of these kinds as parameters of a test, named by chapter and line."""
    for chapter in chapters:
        for block in blocks_of(chapter.read_text(encoding="utf-8")):
            if block.kind in kinds:
                yield pytest.param(block, id=f"{chapter.stem}:{block.line}")


def statements() -> Iterator[object]:
    """Every line of every `example` block as a parameter, named by chapter and line."""
    for chapter in CHAPTERS:
        for block in blocks_of(chapter.read_text(encoding="utf-8")):
            if block.kind == "example":
                for line, statement in enumerate(block.text.splitlines(), start=block.line):
                    yield pytest.param(statement, id=f"{chapter.stem}:{line}")


@pytest.mark.parametrize("statement", list(statements()))
def test_the_statement_is_true(statement: str) -> None:
    assert holds(statement)


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("block", list(blocks(tuple(TRACE_KINDS))))
def test_the_engine_answers_as_the_trace_says(block: Block, target: str) -> None:
    profile = TRACE_KINDS[block.kind]
    if profile not in profiles_of(target):
        pytest.skip(f"{target} has no profile {profile}")
    trace = parse_trace(block.text, profile, block.line)
    assert run_trace(trace, partial(open_engine, target)) is None


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda chapter: chapter.stem)
def test_every_block_is_of_a_known_kind(chapter: Path) -> None:
    known = {"example", *TRACE_KINDS}
    if chapter.stem in ("11-conformance", "protocol", "log-format"):
        known.update(DATA_KINDS)
    if chapter.stem in ("06-perpetuals", "07-lending", "08-margin", "09-liquidation"):
        # Held to what the kit makes by the tests of `tallystick explain`.
        known.update(("text", "mermaid"))
    text = chapter.read_text(encoding="utf-8")
    assert {block.kind for block in blocks_of(text)} <= known
    assert "~~~" not in text


@pytest.mark.parametrize("chapter", RULES, ids=lambda chapter: chapter.stem)
def test_every_chapter_of_rules_has_an_executed_block(chapter: Path) -> None:
    assert list(blocks(("example", *TRACE_KINDS), (chapter,)))


def test_no_chapter_of_rules_is_missing() -> None:
    assert len(RULES) == len(NUMBERS)
