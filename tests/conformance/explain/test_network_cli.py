"""`tallystick explain network`: every way it can end has its exit code and its words."""

import json
from pathlib import Path

import pytest
from attrs import evolve

from tallystick.conformance import targets
from tallystick.conformance.explain import perp_runs
from tallystick.conformance.explain.perp_runs import find_perp_case
from tallystick.conformance.targets import ReferenceEngine
from tallystick.conformance.traces import Trace, write_trace
from tallystick.conformance.verdicts import Finding, Verdict
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.perp_events import SettlementPaid
from tallystick.reference.types.units import Atoms
from tests.conformance.cli.calling import call

EXAMPLE = "06-perpetuals:1"
PARTS = "prp-parts-1-2-and-4-in-one-trade"


def test_the_command_prints_it_as_json() -> None:
    result = call("explain", "network", EXAMPLE, "--json")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    plain = json.loads(result.stdout)
    assert (plain["source"], plain["market"], plain["command_number"]) == (EXAMPLE, "2", 18)
    assert plain["touched_legs"] == 2
    assert [leg["change"] for leg in plain["legs"]] == ["reduced", "new"]
    assert plain["payments"][2]["receiver"] == "treasury"
    assert plain["accounts"][2]["wealth"] == {"before": "1000", "after": "977"}
    assert plain["accounts"][2]["change"]["expression"] == "(1010 - 1020) * 2 - 3"
    assert plain["differences"] == []


def test_other_engines_tell_the_same(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    finding = Finding(Verdict.DIVERGED, ("PRP-030",), 0, None, None)
    write_trace(path, Trace("reference", find_perp_case(PARTS), finding))
    ours = call("explain", "network", str(path))
    other = call("explain", "network", str(path), "--target", "fast:interpreted")
    assert (ours.exit_code, other.exit_code) == (0, 0)
    assert "some.json" in ours.stdout
    assert other.stdout == ours.stdout.replace("on reference", "on fast:interpreted")


class OtherMind(ReferenceEngine):
    """An engine that says of every settlement one atom more than it pays."""

    def apply(self, command: Command) -> Outcome:
        outcome = super().apply(command)
        if isinstance(outcome, Rejected):
            return outcome
        events = (
            evolve(event, atoms=Atoms(event.atoms + 1))
            if isinstance(event, SettlementPaid)
            else event
            for event in outcome.events
        )
        return evolve(outcome, events=tuple(events))


def test_an_engine_of_another_mind_has_diverged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "open_engine", lambda _name, *opened: OtherMind(*opened))
    result = call("explain", "network", EXAMPLE)
    assert result.exit_code == 1
    assert "DIFFERENT command 18: account 1 pays account 2 41 atoms, the rules give 40" in (
        result.stdout
    )


def test_an_engine_that_crashes_has_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    class Crashing(ReferenceEngine):
        def dump(self) -> StateDump:
            raise ZeroDivisionError

    monkeypatch.setattr(targets, "open_engine", lambda _name, *opened: Crashing(*opened))
    for command in ("network", "funding"):
        result = call("explain", command, EXAMPLE)
        assert (result.exit_code, result.stdout) == (3, "")
        assert result.stderr.startswith("error: the engine ")


def test_an_engine_that_shows_no_state_is_unsupported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(perp_runs, "DUMPING_LEVEL", 3)
    result = call("explain", "network", EXAMPLE)
    assert (result.exit_code, result.stdout) == (5, "")
    assert result.stderr == "error: reference gives no dumps, of which this is told\n"


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("prp-none",), "'prp-none' is neither a file nor a vector"),
        (("none.json",), "there is no file none.json"),
        (("spt-taker-cut",), "is of profile spot/1, which has no perpetual futures"),
        (("04-matching:1",), "which has no perpetual futures"),
        (("06-perpetuals:9",), "chapter 06-perpetuals has 2 examples of commands, and so no 9"),
        (("06-nothing:1",), "the spec has no chapter 06-nothing"),
        ((EXAMPLE, "--step", "19"), f"{EXAMPLE} has 18 commands, and so no 19"),
        ((EXAMPLE, "--step", "0"), "'--step'"),
        ((EXAMPLE, "--step", "1"), "has no perpetual market up to command 1"),
        ((EXAMPLE, "--market", "1"), f"no command of {EXAMPLE} trades in perpetual market 1"),
        ((EXAMPLE, "--step", "18", "--market", "1"), f"1 is no perpetual market of {EXAMPLE}"),
        (("06-perpetuals:2", "--step", "19"), "was rejected debt_not_overdue: it changed nothing"),
        ((EXAMPLE, "--target", "slow"), "unknown target 'slow'"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = call("explain", "network", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in " ".join(result.stderr.split())
