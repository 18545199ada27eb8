"""The auditor against event lists written by hand: what is sound passes, what is not is named."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import tallystick.conformance.auditor
from tallystick.conformance.auditor import Auditor
from tallystick.conformance.checkers.state_checks import state_violations
from tallystick.reference.types.choices import (
    Profile,
)
from tallystick.reference.types.events import (
    Event,
    TimeAdvanced,
)
from tallystick.reference.types.units import (
    Milliseconds,
)
from tests.conformance.trails import (
    ASSET,
    BASE,
    BUY,
    BUY_3,
    BUY_8,
    FEES_2,
    FEES_3,
    LISTING,
    ONE,
    PARAMETERS,
    SELL,
    THREE,
    TRADE_2,
    TRADE_3,
    TWO,
    accepted,
    amended,
    bought,
    clauses,
    decremented,
    fee,
    open_auditor,
    removed,
    rested,
)
from tests.conformance.unsound_trails import UNSOUND

SOUND: dict[str, tuple[int, tuple[Event, ...]]] = {
    "a trade that fills both": (1, (BUY_3, TRADE_3, *FEES_3)),
    "no event at all": (0, ()),
    "both are cut": (
        1,
        (
            BUY_3,
            TRADE_2,
            *FEES_2,
            removed(ONE, 1, 1, "underfunded"),
            removed(THREE, 1, 1, "underfunded"),
        ),
    ),
    "the maker is cut and the walk goes on": (
        2,
        (
            BUY_3,
            TRADE_2,
            *FEES_2,
            removed(ONE, 1, 1, "underfunded"),
            bought((TWO, 1), (THREE, 1), 100, 1),
            # 30 atoms in all owe 4, of which 3 are paid; the seller's 8 are capped.
            fee(THREE, 1, ASSET, 1),
            fee(TWO, 1, BASE, 3),
        ),
    ),
    "the taker is cut": (1, (BUY_3, TRADE_2, *FEES_2, removed(THREE, 1, 1, "underfunded"))),
    "two makers are underfunded, the rest is unfilled": (
        2,
        (
            BUY_3,
            removed(ONE, 1, 3, "underfunded"),
            removed(TWO, 1, 3, "underfunded"),
            removed(THREE, 1, 3, "unfilled"),
        ),
    ),
    "two walks in one batch": (
        2,
        (
            BUY_3,
            TRADE_3,
            *FEES_3,
            accepted(THREE, 2, BUY, 100, 2),
            bought((TWO, 1), (THREE, 2), 100, 2),
            fee(THREE, 2, ASSET, 3),
            fee(TWO, 1, BASE, 3),
        ),
    ),
    "an order re-enters, and trades as taker": (
        1,
        (
            accepted(THREE, 1, BUY, 95, 3),
            rested(THREE, 1, 3),
            amended(THREE, 1, 100, 3),
            TRADE_3,
            *FEES_3,
        ),
    ),
    "own orders are decremented": (
        1,
        (
            accepted(ONE, 2, BUY, 100, 4),
            decremented(ONE, 1, 2, 3),
            removed(ONE, 2, 1, "self_trade"),
        ),
    ),
}


@pytest.mark.parametrize("name", SOUND)
def test_a_sound_trail_violates_nothing(name: str) -> None:
    touched_orders, events = SOUND[name]
    auditor = open_auditor()
    assert clauses(auditor, *events, touched_orders=touched_orders) == []
    assert state_violations(auditor.dump()) == ()


@pytest.mark.parametrize("name", UNSOUND)
def test_the_first_violation_is_named(name: str) -> None:
    clause, touched_orders, events = UNSOUND[name]
    assert clauses(open_auditor(), *events, touched_orders=touched_orders)[0] == clause


def test_a_fee_above_the_cap_is_also_a_violation_of_the_cap() -> None:
    seen = clauses(
        open_auditor(), BUY_3, TRADE_3, FEES_3[0], fee(ONE, 1, BASE, 4), touched_orders=1
    )
    assert seen == ["SPT-012", "INV-012"]


def test_a_fee_above_what_was_received_is_also_a_violation_of_that() -> None:
    events = (BUY_3, TRADE_3, fee(THREE, 1, ASSET, 31), FEES_3[1])
    assert clauses(open_auditor(), *events, touched_orders=1) == ["SPT-012", "INV-012", "INV-012"]


def test_an_expired_maker_must_be_removed_and_not_traded_with() -> None:
    auditor = open_auditor()
    order = accepted(ONE, 2, SELL, 95, 2, expires_at=50)
    assert clauses(auditor, order, rested(ONE, 2, 2), TimeAdvanced(Milliseconds(50))) == []
    events: tuple[Event, ...] = (
        accepted(THREE, 1, BUY, 95, 2),
        bought((ONE, 2), (THREE, 1), 95, 2),
        fee(THREE, 1, ASSET, 3),
        fee(ONE, 2, BASE, 3),
    )
    assert clauses(auditor, *events, touched_orders=1) == ["MAT-024"]


def test_more_touches_than_the_budget_are_seen() -> None:
    auditor = open_auditor()
    fourth = accepted(ONE, 2, SELL, 105, 2)
    assert clauses(auditor, fourth, rested(ONE, 2, 2)) == []
    makers = (ONE, 1, 3), (TWO, 1, 3), (TWO, 2, 2), (ONE, 2, 2)
    removals: list[Event] = [
        removed(account, n, lots, "underfunded") for account, n, lots in makers
    ]
    events: tuple[Event, ...] = (BUY_8, *removals, removed(THREE, 1, 8, "unfilled"))
    assert clauses(auditor, *events, touched_orders=4) == ["MAT-021"]


def test_in_match_1_trades_move_nothing_and_no_fee_is_due() -> None:
    auditor = Auditor(Profile.MATCH_1, PARAMETERS)
    assert clauses(auditor, *LISTING) == []
    assert clauses(auditor, accepted(ONE, 1, SELL, 100, 3), rested(ONE, 1, 3)) == []
    assert clauses(auditor, BUY_3, TRADE_3, touched_orders=1) == []
    assert all(account.balances == () for account in auditor.dump().accounts)
    assert clauses(auditor, accepted(ONE, 2, SELL, 100, 3), rested(ONE, 2, 3)) == []
    events: tuple[Event, ...] = (
        accepted(THREE, 2, BUY, 100, 3),
        bought((ONE, 2), (THREE, 2), 100, 3),
        fee(THREE, 2, ASSET, 4),
    )
    assert clauses(auditor, *events, touched_orders=1) == ["CMD-052"]


ALLOWED = ("attrs", "bisect", "collections", "fractions", "typing")
"""What the auditor imports beside itself and the shared vocabulary; fractions are exact."""


def _imported(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0
            assert node.module is not None
            yield node.module


def _auditor_sources() -> list[Path]:
    """The auditor and every module of the kit that it imports, directly or not."""
    kit = Path(tallystick.conformance.auditor.__file__).parent
    found, waiting = [], ["auditor"]
    for name in waiting:
        source = kit.joinpath(*name.split(".")).with_suffix(".py")
        found.append(source)
        prefix = "tallystick.conformance."
        for module in _imported(source):
            inner = module.removeprefix(prefix)
            if module.startswith(prefix) and inner not in waiting:
                waiting.append(inner)
    return found


@pytest.mark.parametrize("source", _auditor_sources(), ids=lambda path: path.stem)
def test_the_auditor_imports_no_engine_and_uses_no_float(source: Path) -> None:
    own = ("tallystick.reference.types.", "tallystick.conformance.checkers.")
    names = list(_imported(source))
    for name in names:
        assert name.startswith(own) or name.partition(".")[0] in ALLOWED, name
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
        # Only exact fractions are divided, in the modules that have them.
        assert "fractions" in names or not isinstance(node, ast.Div)


def test_the_auditor_is_more_than_one_module() -> None:
    assert {source.stem for source in _auditor_sources()} > {"auditor", "books", "walk"}
