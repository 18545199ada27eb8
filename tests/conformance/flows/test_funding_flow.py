"""`tallystick flow funding`: what is paid is the sum of the rates, and every end has its words."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from attrs import evolve
from typer.testing import CliRunner, Result

from tallystick import reference
from tallystick.conformance.cli import app
from tallystick.conformance.flows import driver
from tallystick.conformance.flows.funding_findings import (
    FundingFindings,
    FundingWatch,
    funding_report_lines,
)
from tallystick.conformance.flows.funding_replay import (
    LATE_MILLISECONDS,
    LEFT_ALONE,
    LOTS,
    MARK,
    PROFILE,
    TRUED_UP,
    RateFacts,
    funding_commands,
    funding_parameters,
)
from tallystick.conformance.flows.funding_rows import read_funding
from tallystick.conformance.runner import Limits
from tallystick.conformance.traces import read_trace
from tallystick.reference.types.commands import AdvanceTime, Command
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.perp_commands import SetFundingRate, TrueUp
from tallystick.reference.types.perp_events import DebtOpened, LegSettled, SettlementPaid
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    Count,
    FundingRemainder,
    Milliseconds,
)
from tests.conformance.flows.hand_funding import FLOORED_SUM, RATES, TICK, rows_of, write_funding
from tests.conformance.flows.patched_engine import patch_apply
from tests.engine_targets import targets_to_test

FAST = ("--targets", "fast:interpreted")
UNITS = 10_000_000


def flow(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["flow", "funding", *arguments])


def replayed(folder: Path) -> tuple[RateFacts, list[Command], list[Outcome], StateDump]:
    """The small file on the reference."""
    rows = read_funding(write_funding(folder, rows_of()))
    commands = list(funding_commands(rows))
    state, outcomes = reference.open_venue(PROFILE, funding_parameters()), []
    for command in commands:
        state, outcome = reference.step(state, command)
        outcomes.append(outcome)
    return RateFacts.of(rows), commands, outcomes, reference.dump(state)


def found_in(facts: RateFacts, outcomes: list[Outcome], end: StateDump) -> FundingFindings:
    watch = FundingWatch()
    for step, outcome in enumerate(outcomes):
        watch(step, outcome)
    return watch.findings(facts, end)


def test_every_tick_has_its_rate_and_every_command_is_accepted(tmp_path: Path) -> None:
    facts, commands, outcomes, end = replayed(tmp_path)
    assert all(isinstance(outcome, Accepted) for outcome in outcomes)
    rates = [command.rate for command in commands if isinstance(command, SetFundingRate)]
    assert rates == [rate // 10 for rate in RATES for _market in range(2)]
    times = [command.now for command in commands if isinstance(command, AdvanceTime)]
    ticks = [facts.first_time + TICK * place for place in range(len(RATES))]
    # Of 23 ticks the 7th, 14th and 21st are followed by true-ups, the last of them late.
    late = ticks[20] + LATE_MILLISECONDS
    assert times == [facts.first_time - TICK, *ticks[:21], late, *ticks[21:]]
    told = [command for command in commands if isinstance(command, TrueUp)]
    assert [command.market for command in told] == [TRUED_UP] * 5 + [LEFT_ALONE]
    assert {command.account for command in told[:5]} == {1, 2}
    assert end.now == facts.last_time


def test_what_was_paid_is_the_sum_of_the_rates(tmp_path: Path) -> None:
    facts, _commands, outcomes, end = replayed(tmp_path)
    found = found_in(facts, outcomes, end)
    assert found.exact
    total = MARK * FLOORED_SUM
    for market in found.markets:
        # The index is the floor, whatever was trued up when; nothing is lost beside it.
        assert market.funding_atoms == LOTS * (total // UNITS)
        assert market.remainder == total % UNITS
        assert market.ticks == len(RATES)
        assert market.expected == LOTS * total
    assert [market.true_ups for market in found.markets] == [5, 1]
    balances = [account.balances[0].atoms for account in end.accounts]
    paid = LOTS * (total // UNITS)
    # Maker and taker have paid the highest fee there is, which is far below 0.05 % of the trade.
    left = 2**50 - funding_parameters().base_fee_cap_atoms
    assert balances == [left + paid, left - paid] * 2


def changed(outcomes: list[Outcome], kind: type, by: int) -> list[Outcome]:
    """The outcomes with more atoms in the last event of a kind."""
    told = list(outcomes)
    for place in reversed(range(len(told))):
        outcome = told[place]
        assert isinstance(outcome, Accepted)
        events = list(outcome.events)
        for index, event in enumerate(events):
            if isinstance(event, kind):
                name = "funding_atoms" if isinstance(event, LegSettled) else "atoms"
                events[index] = evolve(event, **{name: getattr(event, name) + by})
                told[place] = evolve(outcome, events=tuple(events))
                return told
    raise AssertionError(kind)


@pytest.mark.parametrize("kind", [LegSettled, SettlementPaid])
@pytest.mark.parametrize("by", [-1, 1])
def test_an_atom_too_much_or_too_little_is_seen(tmp_path: Path, kind: type, by: int) -> None:
    facts, _commands, outcomes, end = replayed(tmp_path)
    found = found_in(facts, changed(outcomes, kind, by), end)
    assert not found.exact
    assert "exact                NO" in list(funding_report_lines(found))


def test_a_remainder_that_is_not_kept_is_seen(tmp_path: Path) -> None:
    facts, _commands, outcomes, end = replayed(tmp_path)
    market = end.markets[1]
    assert market.funding is not None
    funding = evolve(market.funding, remainder=FundingRemainder(market.funding.remainder + 1))
    other = evolve(end, markets=(end.markets[0], evolve(market, funding=funding)))
    found = found_in(facts, outcomes, other)
    assert [one.is_exact for one in found.markets] == [True, False]
    assert not found.exact


def test_a_debt_is_seen(tmp_path: Path) -> None:
    facts, _commands, outcomes, end = replayed(tmp_path)
    debt = DebtOpened(AccountId(1), AccountId(2), Milliseconds(0), Atoms(1))
    told = [*outcomes, Accepted((debt,), Count(0), Count(0))]
    assert not found_in(facts, told, end).exact


def test_a_replay_is_told_in_all_engines(tmp_path: Path) -> None:
    names = [name for name in targets_to_test() if name != "reference"]
    path = write_funding(tmp_path, rows_of(), packed=True)
    result = flow(str(path), "--targets", ",".join(names))
    assert result.exit_code == 0
    for name in names:
        assert f"{name:<20} 95 of 95 commands answered like the reference" in result.stdout
    assert "conformant: equal to the reference after every command" in result.stdout
    assert f"23 from 2019-09-10 08:00 to 2019-09-17 16:00\n{'':<20} sum 39,369," in result.stdout
    assert "5 true-ups: trued up now and then" in result.stdout
    assert "1 true-up: trued up at the end only" in result.stdout
    assert f" == 7919 * {MARK} * {FLOORED_SUM}" in result.stdout
    assert "exact                yes" in result.stdout


def test_a_replay_is_one_json_object(tmp_path: Path) -> None:
    path = write_funding(tmp_path, rows_of())
    report = json.loads(flow(str(path), *FAST, "--json").stdout)
    assert report["format"] == "tallystick-flow/1"
    assert (report["verdict"], report["exit_code"], report["trades"]) == ("conformant", 0, 2)
    digest = sha256(path.read_bytes()).hexdigest()
    assert report["flow"] == {"flow": "funding", "file": "rates.csv", "sha256": digest}
    assert report["venue"]["exact"] is True
    assert report["venue"]["rates"]["rate_sum"] == FLOORED_SUM
    assert [market["market"] for market in report["venue"]["markets"]] == [1, 2]


def test_negative_sums_and_the_first_tick_of_all_are_exact(tmp_path: Path) -> None:
    path = write_funding(tmp_path, rows_of((-300_000, 1, -1), first=TICK))
    result = flow(str(path), *FAST)
    assert result.exit_code == 0
    assert f"== 7919 * {MARK} * (-30001)" in result.stdout


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (None, "No such file"),
        (b"", "is empty"),
        (b"time,rate\n", "line 1: expected 'time_ms,funding_rate_e8,mark_price'"),
        (b"\x1f\x8b\x08", "truncated"),
        (b"\n".join(row.encode() for row in rows_of((1,))) + b"\nx", "line 3: expected 3 fields"),
    ],
)
def test_a_file_that_is_no_such_recording_is_refused(
    tmp_path: Path, content: bytes | None, text: str
) -> None:
    path = tmp_path / "rates.csv"
    if content is not None:
        path.write_bytes(content)
    result = flow(str(path), *FAST)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: {path}")
    assert text in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("--targets", "reference"), "compared with"),
        (("--targets", "nothing"), "unknown target 'nothing'"),
    ],
)
def test_wrong_usage_is_refused(tmp_path: Path, arguments: tuple[str, ...], text: str) -> None:
    result = flow(str(write_funding(tmp_path, rows_of())), *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in result.stderr


def test_a_divergence_is_told_with_a_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(driver, "LIMITS", Limits(shrink_seconds=1.0))
    patch_apply(monkeypatch, Accepted((), Count(0), Count(0)), TrueUp)
    result = flow(str(write_funding(tmp_path, rows_of())), *FAST)
    assert result.exit_code == 1
    (path,) = tmp_path.glob("trace-flow-funding*.json")
    assert isinstance(read_trace(path).case.commands[-1], TrueUp)
    assert "exact                not known: the flow did not reach its end" in result.stdout


def test_an_interruption_tells_what_was_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    patch_apply(monkeypatch, KeyboardInterrupt, TrueUp)
    result = flow(str(write_funding(tmp_path, rows_of())), *FAST)
    assert result.exit_code == 5
    assert "verdict              incomplete" in result.stdout
    assert "exact                not known" in result.stdout


def test_engines_that_agree_on_a_wrong_sum_do_not_conform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FundingWatch, "__call__", lambda _self, _step, _outcome: None)
    result = flow(str(write_funding(tmp_path, rows_of())), *FAST)
    assert result.exit_code == 1
    assert "verdict              diverged" in result.stdout
    assert "exact                NO" in result.stdout
