"""Which clause to read first when two engines differ, derived from what differs (CNF-003)."""

import tomllib
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

from tallystick.conformance.spec_files import load_toml
from tallystick.conformance.wire import canonical

Blame = tuple[tuple[str, ...], Any, Any]
"""Clauses, what was expected, what was got."""


def blame_outcome(expected: Any, got: Any) -> Blame:
    """Judge two outcomes in wire form that differ."""
    if expected["type"] == "rejected" == got["type"]:
        if expected["reason"] == got["reason"]:
            return ("CMD-006",), expected, got
        # Either the rule was forgotten or judged too late.
        return (clause_tables()["reason"][expected["reason"]], "CMD-005"), expected, got
    for outcome in (expected, got):
        # If only one engine rejects, the rule it applied, or the other forgot, is in question.
        if outcome["type"] == "rejected":
            return (clause_tables()["reason"][outcome["reason"]],), expected, got
    for wanted, seen in zip_longest(expected["events"], got["events"]):
        if not _same(wanted, seen):
            return (_event_clause(wanted, seen),), expected, got
    return ("MAT-021",), expected, got


def blame_state(expected: Any, got: Any, *, rejected: bool) -> Blame:
    """Judge two dumps in wire form that differ after a command on whose outcome engines agree."""
    pointer, wanted, seen = first_difference(expected, got)
    names = [name for name in pointer.split("/") if name in clause_tables()["field"]]
    clause = clause_tables()["field"][names[-1]] if names else "STA-020"
    return (
        ("CMD-004" if rejected else clause,),
        {"at": pointer, "equals": wanted},
        {"at": pointer, "equals": seen},
    )


def first_difference(expected: Any, got: Any, pointer: str = "") -> tuple[str, Any, Any]:
    """JSON pointer of the first difference of two JSON values, and the two parts there.

    Where one list goes on and the other does not, the part of the other is the word `nothing`.
    """
    if isinstance(expected, dict) and isinstance(got, dict) and expected.keys() == got.keys():
        steps = [(f"{pointer}/{key}", expected[key], got[key]) for key in expected]
    elif isinstance(expected, list) and isinstance(got, list):
        pairs = zip_longest(expected, got, fillvalue="nothing")
        steps = [(f"{pointer}/{index}", *pair) for index, pair in enumerate(pairs)]
    else:
        return pointer, expected, got
    for part_pointer, wanted, seen in steps:
        if not _same(wanted, seen):
            return first_difference(wanted, seen, part_pointer)
    return pointer, expected, got


def _event_clause(wanted: Any, seen: Any) -> str:
    event = wanted or seen
    if wanted and seen and wanted["type"] == seen["type"]:
        name = first_difference(wanted, seen)[0].removeprefix("/")
        if name in clause_tables()["field"] and name not in ("open_lots", "atoms"):
            return clause_tables()["field"][name]
    if event["type"] == "order_removed":
        return clause_tables()["cause"][event["cause"]]
    return clause_tables()["event"][event["type"]]


def _same(one: Any, other: Any) -> bool:
    return canonical(one) == canonical(other)


@cache
def clause_tables() -> dict[str, dict[str, str]]:
    """The clause of every `reason`, `event`, `cause` and `field`, by these words."""
    tables = tomllib.loads((Path(__file__).parent / "blame.toml").read_text(encoding="utf-8"))
    reasons = {row["name"]: row["clause"] for row in load_toml("reasons.toml")["reason"]}
    return {**tables, "reason": reasons}
