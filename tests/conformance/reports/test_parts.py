"""Text of others, the clauses as the page reads them, commands in one line, marked differences."""

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from tallystick.conformance.campaign import PROFILES, sequence
from tallystick.conformance.reports import results
from tallystick.conformance.reports.clause_rows import read_chapters, title_of
from tallystick.conformance.reports.html import html_page
from tallystick.conformance.reports.junit import junit_document
from tallystick.conformance.reports.steps import (
    SHOWN_LINES,
    SHOWN_STEPS,
    Side,
    command_lines,
    compared,
    divergence,
    thing_lines,
)
from tallystick.conformance.reports.text import inline, printable
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import load_preset, spec_directory
from tallystick.conformance.suite import Failure, Plan, Report, Stage
from tallystick.conformance.trace_text import parse_trace
from tallystick.conformance.vectors import find_vector
from tallystick.conformance.verdicts import Case, Finding, Verdict
from tallystick.reference.types.choices import Profile
from tests.conformance.reports.pages import Page

BEGUN = re.compile(r"\*\*[A-Z]{3}-[0-9]{3}\*\* \(")
NASTY = "<script>alert(1)</script> ]]> &lt; \x00\x1b[31m\u202e\ud800\uffff \"'"
SHOWN_NASTY = "<script>alert(1)</script> ]]> &lt; \\x00\\x1b[31m\\u202e\\ud800\\uffff \"'"


def report_of(text: str, got: Any) -> Report:
    """A run of a campaign that crashed at its first command; others wrote the text."""
    commands = sequence(1, Profile.MATCH_1, "minimal", 0)[:1]
    case = Case(Profile.MATCH_1, load_preset("minimal"), commands, {"kind": text})
    plan = Plan(text, (), ((Profile.MATCH_1, "minimal"),), 10, 0, 1, Limits())
    finding = Finding(Verdict.CRASHED, ("CMD-001",), 0, "an outcome", got)
    report = Report(plan, failures=[Failure(case, finding, text)], interruption=text)
    report.stages.append(Stage("campaign match/1 minimal", 10, frozenset()))
    return report


@pytest.mark.parametrize("got", [NASTY, {"type": NASTY}, {"at": NASTY, "equals": [NASTY]}, None])
def test_hostile_text_is_only_shown(got: Any) -> None:
    report = report_of(NASTY, got)
    page = Page(html_page(report, NASTY).decode("utf-8"))
    assert not {"script"} & {tag for tag, _attributes in page.elements}
    assert SHOWN_NASTY in page.text
    root = ElementTree.fromstring(junit_document(report, NASTY))
    shown = {each.get("name"): each.get("value") for each in root.iter("property")}
    assert shown["target"] == shown["repeat"] == SHOWN_NASTY
    assert any(SHOWN_NASTY in (error.text or "") for error in root.iter("error"))


def test_what_an_engine_calls_itself_is_only_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tallystick.conformance.report.engine_notes", lambda _target: (NASTY,))
    report = report_of("exec:x", "nothing")
    page = Page(html_page(report, "again").decode("utf-8"))
    assert not {"script"} & {tag for tag, _attributes in page.elements}
    assert SHOWN_NASTY in page.text
    root = ElementTree.fromstring(junit_document(report, "again"))
    assert SHOWN_NASTY in {each.get("value") for each in root.iter("property")}


@given(st.text(st.characters(exclude_categories=()), max_size=30))
def test_every_text_survives_xml_and_a_page(text: str) -> None:
    shown = printable(text)
    assert printable(shown) == shown
    element = ElementTree.Element("a", text=shown)
    element.text = shown
    parsed = ElementTree.fromstring(ElementTree.tostring(element, encoding="utf-8"))
    assert (parsed.text or "") == shown
    assert parsed.get("text") == shown
    assert Page(f"<p>{inline(text)}</p>").text.count("\x00") == 0


def test_code_and_terms_of_the_spec_are_elements() -> None:
    told = inline("A *lot* is `a * b < c`, *b* & 2 * 3 * 4")
    assert told == "A <em>lot</em> is <code>a * b &lt; c</code>, <em>b</em> &amp; 2 * 3 * 4"


def test_the_page_has_every_clause_of_the_spec() -> None:
    texts = [path.read_text("utf-8") for path in sorted(spec_directory().glob("*.md"))]
    begun = [line[2:9] for text in texts for line in text.splitlines() if BEGUN.match(line)]
    chapters = list(read_chapters(spec_directory()))
    read = [clause for _title, chapter in chapters for clause in chapter]
    assert [clause.id for clause in read] == begun
    headings = {text.partition("\n")[0] for text in texts}
    assert {f"# {title}" for title, _chapter in chapters} <= headings
    for clause in read:
        # A title is the beginning of the clause, and does not end in the middle of a sentence.
        title, whole = title_of(clause), " ".join(clause.text.split())
        assert title in whole or title.replace("`", "") in whole.replace("`", "")
        assert title[-1] in ".:`", clause


@pytest.mark.parametrize("profile", PROFILES)
def test_commands_are_shown_as_chapter_00_writes_them(profile: Profile) -> None:
    for number in range(6):
        commands = sequence(3, profile, "minimal", number)
        text = "\n".join(line for command in commands for line in command_lines(command))
        assert tuple(step.command for step in parse_trace(text, profile).steps) == commands


def test_outcomes_are_shown_one_event_a_line() -> None:
    outcome = {"type": "accepted", "events": [{"type": "a", "n": "1"}], "touched_orders": 2}
    assert thing_lines(outcome) == ["accepted touched_orders=2", "a n=1"]
    assert thing_lines({"type": "rejected", "reason": "x", "index": 0}) == [
        "rejected reason=x index=0"
    ]
    assert thing_lines({"at": "/now", "equals": "1"}) == ["at /now", '"1"']
    assert thing_lines("words\nof two lines") == ["words", "of two lines"]


def marked(side: Side) -> list[str]:
    """The pieces of a side that differ."""
    return [text.strip() for line in side.lines for text, differs in line if differs]


def test_only_what_differs_is_marked() -> None:
    expected, got = compared(["a n=1 m=2", "b", "c"], ["a n=1 m=3", "b"])
    assert marked(expected) == ["m=2", "c"]
    assert marked(got) == ["m=3"]
    assert compared(["a"], ["a"])[0].lines == ((("a", False),),)


def test_a_long_difference_is_shown_where_it_begins() -> None:
    lines = [f"line {number}" for number in range(1000)]
    expected, got = compared(lines, [*lines[:500], "other", *lines[501:]])
    assert marked(expected) == ["line 500"]
    assert marked(got) == ["other"]
    assert len(expected.lines) == SHOWN_LINES
    assert expected.left_out == "494 equal lines before, 426 more lines after"


def test_of_many_commands_the_last_are_shown() -> None:
    commands = sequence(1, Profile.MATCH_1, "minimal", 0)
    case = Case(Profile.MATCH_1, load_preset("minimal"), commands, {})
    shown = divergence(Failure(case, Finding(Verdict.DIVERGED, ("CMD-001",), 199, "a", "b")))
    assert shown.left_out == f"{200 - SHOWN_STEPS} earlier commands are not shown"
    assert [step.number for step in shown.steps] == list(range(200 - SHOWN_STEPS, 200))
    assert [step.number for step in shown.steps if step.is_last] == [199]


def test_state_that_an_engine_does_not_show_is_not_passed(monkeypatch: pytest.MonkeyPatch) -> None:
    with_state, with_root = map(find_vector, ("sta-dump-of-an-order", "sta-root-of-a-new-venue"))
    assert (bool(with_state.state), bool(with_root.state)) == (True, False)
    assert (bool(with_state.root), bool(with_root.root)) == (False, True)
    with_neither = evolve(find_vector("mat-ids-increase"), state=())
    plan = Plan("x", (with_state, with_root, with_neither), (), 0, 0, 1, Limits())
    passed, hidden = results.Status.PASSED, results.Status.OUTCOMES_ONLY
    for level, statuses in (
        (0, [hidden, hidden, passed]),
        (1, [hidden, passed, passed]),
        (2, [passed, passed, passed]),
    ):
        monkeypatch.setattr(results, "shown_level", lambda _target, shown=level: shown)
        told = results.vector_results(Report(plan, 3))
        assert [one.status for one in told.values()] == statuses
