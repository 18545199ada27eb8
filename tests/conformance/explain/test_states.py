"""The table of states: its diagrams are current, and it holds what happens and nothing else."""

import json
import re
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tallystick.conformance.explain.chapter import (
    CHAPTER,
    DRAWING,
    ChapterError,
    with_made_part,
    write_states,
)
from tallystick.conformance.explain.drawing import HEIGHT, WIDTH, edges, mermaid, svg
from tallystick.conformance.explain.lives import find_case, follow, run_case
from tallystick.conformance.explain.states import (
    BATCH,
    ENDED,
    IN_TIME,
    NONE,
    Transition,
    load_machine,
    of_time,
    state_of,
)
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.vectors import spec_clauses
from tallystick.conformance.wire import word
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.events import Event
from tallystick.reference.types.units import Milliseconds
from tests.conformance.cli.calling import call
from tests.conformance.explain.loan_flow import PARAMETERS, LoanFlow, vectors_with_loans

MACHINE = load_machine()
SEEDS, COMMANDS = (1, 2, 3), 8_000
CHARACTER_WIDTH = 6.7
HOUR = 3_600_000


@cache
def seen_in_vectors() -> frozenset[Transition]:
    """Of all loans of all vectors of chapter 07."""
    seen: set[Transition] = set()
    for name in vectors_with_loans():
        seen |= set(run_case(name, find_case(name), "reference", Limits()).transitions)
    return frozenset(seen)


@cache
def seen_at_random() -> frozenset[Transition]:
    """Of seeded commands on the reference."""
    seen: set[Transition] = set()
    for seed in SEEDS:
        flow = LoanFlow(seed)
        flow.run(COMMANDS)
        history = follow("a flow", "reference", PARAMETERS, flow.commands, flow.outcomes)
        assert history.differences == ()
        seen |= set(history.transitions)
    return frozenset(seen)


def test_whatever_happens_is_in_the_table() -> None:
    seen = seen_in_vectors() | seen_at_random()
    assert sorted(map(str, (one for one in seen if not MACHINE.allows(one)))) == []


def test_whatever_is_in_the_table_happens() -> None:
    seen = seen_in_vectors() | seen_at_random()
    assert sorted(map(str, MACHINE.transitions() - seen)) == []


def test_what_is_not_in_the_table_is_not_allowed() -> None:
    assert not MACHINE.allows(Transition("overdue", "running", "pay_interest", "loan_extended"))
    assert not MACHINE.allows(Transition("overdue", "running", BATCH, "loan_rolled"))
    assert MACHINE.allows(Transition("closing", "running", BATCH, "loan_extended"))


def test_the_table_speaks_of_what_there_is() -> None:
    names = {state.name for state in MACHINE.states}
    assert names == {*IN_TIME, ENDED}
    commands = {word(kind) for kind in Command.__args__}
    events = {word(kind) for kind in Event.__args__}
    for row in MACHINE.rows:
        assert set(row.sources) <= {NONE, *IN_TIME}
        assert row.to in {"same", *names}
        assert set(row.commands) <= commands
        assert row.event in events
        assert set(row.clauses) <= spec_clauses()
    assert {state.clause for state in MACHINE.states} <= spec_clauses()
    transitions = [one for row in MACHINE.rows for one in row.transitions()]
    assert len(transitions) == len(set(transitions))


@cache
def a_loan() -> LoanDump:
    """Any loan that stands."""
    flow = LoanFlow(1)
    flow.run(100)
    history = follow("a flow", "reference", PARAMETERS, flow.commands, flow.outcomes)
    return next(iter(history.book.loans.values()))


@pytest.mark.parametrize(
    ("before_due", "state"),
    [
        (6 * HOUR + 1, "running"),
        (6 * HOUR, "renewable"),
        (HOUR, "renewable"),
        (HOUR - 1, "closing"),
        (0, "closing"),
        (-1, "overdue"),
    ],
)
def test_the_boundaries_of_the_states(before_due: int, state: str) -> None:
    loan = a_loan()
    assert state_of(loan, Milliseconds(loan.due - before_due)) == state
    assert state_of(None, loan.due) == ENDED


def test_time_that_passes_several_states_passes_each() -> None:
    loan = a_loan()
    passed = of_time(loan, loan.start, Milliseconds(loan.due + 1))
    assert [(one.source, one.to) for one in passed] == [
        ("running", "renewable"),
        ("renewable", "closing"),
        ("closing", "overdue"),
    ]
    assert list(of_time(loan, loan.start, loan.start)) == []


def test_the_chapter_and_the_drawing_are_current() -> None:
    chapter = (spec_directory() / CHAPTER).read_text(encoding="utf-8")
    assert with_made_part(chapter, MACHINE) == chapter
    assert (spec_directory() / DRAWING).read_text(encoding="utf-8") == svg(MACHINE)


def test_both_are_written_anew(tmp_path: Path) -> None:
    chapter = (spec_directory() / CHAPTER).read_text(encoding="utf-8")
    (tmp_path / CHAPTER).write_text(chapter.replace("overdue : after due", "overdue : later"))
    assert [path.name for path in write_states(MACHINE, tmp_path)] == [CHAPTER, DRAWING]
    assert (tmp_path / CHAPTER).read_text(encoding="utf-8") == chapter
    assert (tmp_path / DRAWING).read_text(encoding="utf-8") == svg(MACHINE)
    with pytest.raises(ChapterError, match="has not once each the lines"):
        with_made_part("no marks", MACHINE)
    with pytest.raises(ChapterError, match="in a checkout only"):
        list(write_states(MACHINE, tmp_path / "nowhere"))


def test_every_change_of_state_is_an_arrow_of_the_diagram() -> None:
    changes = {
        (one.source, one.to)
        for row in MACHINE.rows
        for one in row.transitions()
        if row.to != "same"
    }
    lines = mermaid(MACHINE).splitlines()[2:]
    arrow = re.compile(r" {4}(\S+) --> (\S+) : [^:;]+")
    matches = [arrow.fullmatch(line) for line in lines]
    drawn = {match.groups() for match in matches if match is not None}
    assert drawn == {
        ("[*]" if source == NONE else source, "[*]" if to == ENDED else to)
        for source, to in changes
    }
    assert len(lines) == len(drawn) == len(edges(MACHINE))


def test_the_drawing_has_every_arrow_and_its_words_stay_inside() -> None:
    root = ElementTree.fromstring(svg(MACHINE))
    space = "{http://www.w3.org/2000/svg}"
    arrows = [one for one in root.iter(f"{space}path") if one.get("marker-end")]
    assert len(arrows) == len(edges(MACHINE))
    words = [(one, one.text or "") for one in root.iter(f"{space}text")]
    for state in MACHINE.states:
        assert [text for _, text in words].count(state.name) == 1
    told = " ".join(text for _, text in words)
    for edge in edges(MACHINE):
        for event, commands in edge.causes:
            if not edge.is_time:
                assert all(name in told for name in (event.split()[0], *commands))
    for one, text in words:
        left, width = float(one.get("x", "")), CHARACTER_WIDTH * len(text)
        shift = {"start": 0.0, "middle": width / 2, "end": width}[one.get("text-anchor", "")]
        assert 0 <= left - shift <= left - shift + width <= WIDTH, text
        assert 0 < float(one.get("y", "")) < HEIGHT


def test_the_states_are_printed() -> None:
    result = call("explain", "states")
    assert result.exit_code == 0
    assert "running, renewable, closing -> running" in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 100
    plain = json.loads(call("explain", "states", "--json").stdout)
    assert len(plain["transitions"]) == len(MACHINE.transitions())
    assert [state["name"] for state in plain["states"]] == [*IN_TIME, ENDED]
