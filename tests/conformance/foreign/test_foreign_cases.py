"""Order sequences from other engines' public tests, with the trades that those engines expect.

`cases.json` has those that profile match/1 can express, in its own commands: a market order is an
`ioc` at the highest or lowest price, a reduction is an amend to the open quantity left, a modify
that always loses its place is a replace, and an order without owner has an account of its own.
Every case starts from `accounts` accounts, account k owned by principal k, and `markets` spot
markets of minimum 1 and `tick` 1, unless it says otherwise; `step` counts the commands from 0.

`untranslated.toml` has the other cases. Where it says that this specification decides otherwise,
`deviations` in `cases.json` has the same sequence with what the clause makes of it.
"""

import json
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tallystick.conformance.checkers.log_check import check_log
from tallystick.conformance.checkers.log_events import log_from_events
from tallystick.conformance.checkers.log_report import LogVerdict
from tallystick.conformance.engine import Engine
from tallystick.conformance.spec_files import load_preset, spec_directory
from tallystick.conformance.targets import open_engine
from tallystick.conformance.wire import command_from_object
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import MarketKind, Profile
from tallystick.reference.types.dump import MarketDump, OrderDump
from tallystick.reference.types.events import Traded
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.units import AssetId, Atoms, Lots, Price, PrincipalId
from tests.engine_targets import targets_to_test

FOLDER = Path(__file__).parent
TRANSLATED: dict[str, Any] = json.loads((FOLDER / "cases.json").read_text("ascii"))
CASES: list[dict[str, Any]] = TRANSLATED["cases"]
DEVIATIONS: list[dict[str, Any]] = TRANSLATED["deviations"]
TABLE = tomllib.loads((FOLDER / "untranslated.toml").read_text("ascii"))
OPERATOR = PrincipalId(0)


def set_up(engine: Engine, case: dict[str, Any]) -> None:
    """Accounts and markets of the case."""
    commands: list[c.Command] = [
        c.OpenAccount(PrincipalId(account + 1)) for account in range(case["accounts"])
    ]
    for market in range(case["markets"]):
        asset = AssetId(market + 2)
        commands.append(c.ListAsset(OPERATOR, Atoms(1), Atoms(0)))
        tick = Price(case.get("tick", 1))
        commands.append(c.ListMarket(OPERATOR, asset, MarketKind.SPOT, tick, Lots(1)))
    for command in commands:
        assert isinstance(engine.apply(command), Accepted)


def trade_row(step: int, event: Traded) -> dict[str, Any]:
    return {
        "step": step,
        "market": str(event.market),
        "maker": [str(event.maker_account), str(event.maker_order_id)],
        "taker": [str(event.taker_account), str(event.taker_order_id)],
        "price": str(event.price),
        "lots": str(event.lots),
    }


def book_row(market: MarketDump, order: OrderDump) -> dict[str, str]:
    return {
        "market": str(market.market),
        "account": str(order.account),
        "order_id": str(order.order_id),
        "price": str(order.price),
        "open_lots": str(order.open_lots),
    }


@pytest.mark.parametrize("target", targets_to_test())
@pytest.mark.parametrize("case", [*CASES, *DEVIATIONS], ids=lambda case: str(case["name"]))
def test_the_engine_does_what_the_case_expects(case: dict[str, Any], target: str) -> None:
    parameters = load_preset("world", case.get("parameters"))
    engine = open_engine(target, Profile.MATCH_1, parameters)
    set_up(engine, case)
    steps: list[tuple[c.Command, Outcome]] = []
    for plain in case["commands"]:
        command = command_from_object(plain)
        steps.append((command, engine.apply(command)))

    trades = [
        trade_row(step, event)
        for step, (_, outcome) in enumerate(steps)
        if isinstance(outcome, Accepted)
        for event in outcome.events
        if isinstance(event, Traded)
    ]
    rejected = [
        {"step": step, "reason": outcome.reason}
        for step, (_, outcome) in enumerate(steps)
        if isinstance(outcome, Rejected)
    ]
    markets = engine.dump().markets
    assert trades == case["trades"]
    assert rejected == case["rejected"]
    assert [book_row(m, order) for m in markets for order in m.bids] == case["bids"]
    assert [book_row(m, order) for m in markets for order in m.asks] == case["asks"]

    log = log_from_events(steps)
    assert check_log(log.orders, log.trades).verdict is LogVerdict.CONFORMANT


def test_every_case_is_either_translated_or_explained() -> None:
    rows = [*CASES, *TABLE["case"]]
    names = [row["name"] for row in rows]
    stated = {(row["repository"], row["commit"]): row["cases"] for row in TABLE["source"]}
    assert len(names) == len(set(names)) == 41
    assert Counter((row["repository"], row["commit"]) for row in rows) == stated


def test_every_deviation_is_shown() -> None:
    deviating = [row["name"] for row in TABLE["case"] if row["kind"] == "deviation"]
    assert [case["name"] for case in DEVIATIONS] == deviating


def test_every_untranslated_case_names_a_clause_of_the_spec() -> None:
    spec = "\n".join(path.read_text("utf-8") for path in spec_directory().glob("*.md"))
    for row in TABLE["case"]:
        assert row["kind"] in ("lacking", "later", "deviation")
        assert f"\n**{row['clause']}** (" in spec
        assert row["reason"]
