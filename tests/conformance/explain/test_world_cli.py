"""`tallystick explain open`, `exposure`, `what-if`, `portfolio`: every way each of them can end."""

import json
from pathlib import Path

import pytest
from attrs import evolve
from typer.testing import CliRunner

from tallystick.conformance import targets
from tallystick.conformance.cli import app
from tallystick.conformance.explain.world_cli import FIELDS
from tallystick.conformance.targets import ReferenceEngine
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.units import Milliseconds
from tests.conformance.cli.calling import call
from tests.conformance.explain.world_calls import HEAD, TRUE_UP, batch_file, json_of, refusal
from tests.conformance.explain.world_cases import ESTATE_OF_600, LOANS, OWES_BOTH_WAYS

CALLS = {
    "open": (),
    "exposure": ("--account", "1"),
    "what-if": ("--account", "1", "--batch"),
    "portfolio": ("--account", "1"),
}


def test_open_accounts_are_told() -> None:
    result = call("explain", "open", ESTATE_OF_600)
    assert result.exit_code == 0
    assert "1 of 4 accounts is open" in result.stdout
    assert "behind command 28, declare_bankruptcy" not in result.stdout
    assert "an estate of 600 for claims of 1000, a loss of at most 400 permille" in result.stdout
    assert "account 2 would get 300 of 500" in result.stdout
    assert '{"max_loss_permille":400,"signer":"0","target":"1","type":"declare_bankruptcy"}' in (
        result.stdout
    )


def test_open_accounts_are_one_object() -> None:
    plain = json_of("open", OWES_BOTH_WAYS)
    assert plain.keys() == HEAD | {"account_count", "open_accounts"}
    assert (plain["account_count"], plain["command_number"], plain["now"]) == (6, 39, "0")
    (one,) = plain["open_accounts"]
    assert one.keys() == {"standing", "is_below_zero", "liquidate", "bankruptcy"}
    assert one["standing"]["maintenance_atoms"] == "-720"
    assert one["liquidate"]["ending"] == one["liquidate"]["reason"] == "no_progress"
    assert one["bankruptcy"]["command"]["max_loss_permille"] == 250
    assert one["bankruptcy"]["losses"][0] == {
        "account": "2",
        "claim_atoms": "300",
        "paid_atoms": "225",
    }


def test_exposure_is_told_with_commands_that_can_be_sent() -> None:
    result = call("explain", "exposure", OWES_BOTH_WAYS, "--account", "1")
    assert result.exit_code == 0
    lines = [line.strip() for line in result.stdout.splitlines()]
    assert "RBV initial -720, maintenance -720, equity -200" in lines
    assert "net worth -200, free balance 600" in lines
    assert "at the marks it is owed 0 and owes 800" in result.stdout
    assert "all legs: is owed 200, owes 500, net -300" in lines
    assert "worst of asset 2: -500 at the mark, -700 in piece -++, at the price 36" in lines
    commands = [json.loads(line) for line in lines if line.startswith("{")]
    assert {one["type"] for one in commands} == {"true_up"}
    assert any("nothing would happen (CMD-040)" in line for line in lines)


def test_exposure_is_one_object() -> None:
    plain = json_of("exposure", OWES_BOTH_WAYS, "--account", "1")
    keys = {"standing", "is_owed_atoms", "owes_atoms", "facing", "possible"}
    assert plain.keys() == HEAD | keys
    first = plain["facing"][0]
    assert first.keys() == {
        *("counterparty", "net_atoms", "worst_atoms", "net", "kinds", "worst_pieces", "legs"),
        *("debts", "loans", "claims", "standing", "elsewhere"),
    }
    assert (first["counterparty"], first["net_atoms"], first["worst_atoms"]) == (
        "2",
        "-300",
        "-620",
    )
    assert first["net"] == {"numerator": "-300", "denominator": "1"}
    assert first["kinds"][0]["owes"] == {"numerator": "500", "denominator": "1"}
    assert [one["value"]["numerator"] for one in first["legs"]] == ["-500", "200"]
    about = plain["possible"][0]
    assert about.keys() == {"counterparty", "actions", "refusals"}
    action = about["actions"][0]
    assert action["command"] == {
        **TRUE_UP,
        "signer": "11",
        "account": "1",
        "counterparty": "2",
    }
    assert action["outcome"]["type"] == "accepted"
    assert (action["net_atoms"], action["maintenance_atoms"]) == ("200", "-720")


def test_exposure_is_drawn(tmp_path: Path) -> None:
    drawing = tmp_path / "exposure.svg"
    arguments = ("explain", "exposure", LOANS, "--account", "1", "--svg", str(drawing))
    result = call(*arguments)
    assert (result.exit_code, result.stderr) == (0, f"wrote {drawing}\n")
    assert drawing.read_text(encoding="utf-8").startswith("<svg")
    drawing.write_text("mine", encoding="utf-8")
    kept = call(*arguments)
    assert (kept.exit_code, kept.stdout) == (2, "")
    assert "is no drawing" in kept.stderr
    assert drawing.read_text(encoding="utf-8") == "mine"


def test_a_portfolio_is_told() -> None:
    """9,000 at 365 for 240 hours cost 9 more; 2 % of the 100 that are lent are 2."""
    plain = json_of("portfolio", LOANS, "--account", "1", "--step", "22")
    assert plain.keys() == HEAD | set(FIELDS["portfolio"].split(", "))
    lent, borrowed = plain["loans"]
    assert (lent["is_lent"], borrowed["is_lent"]) == (True, False)
    assert lent["haircut"] == {"numerator": "2", "denominator": "1"}
    assert borrowed["provision"] == {"numerator": "9", "denominator": "1"}
    assert plain["balances"] == [
        {"asset": "1", "atoms": "3300", "reserved_atoms": "0", "free_atoms": "3300"}
    ]
    totals = {one["asset"]: one for one in plain["assets"]}
    assert totals["1"]["maintenance_atoms"] == str(3300 - 9000 - 9)
    assert totals["2"]["equity_atoms"] == str((100 - 2) * 1000 // 10)
    sums = [int(one["maintenance_atoms"]) for one in plain["assets"]]
    assert plain["standing"]["maintenance_atoms"] == str(sum(sums)) == "13"
    told = call("explain", "portfolio", LOANS, "--account", "1", "--step", "22").stdout
    assert "owner 11; delegates none" in told
    for title in ("balances, in atoms", "legs", "loans; lent is positive", "what each asset is"):
        assert f"\n{title}" in told
    assert "\norders" not in told


def test_a_portfolio_has_orders_debts_and_rewards() -> None:
    orders = json_of("portfolio", ESTATE_OF_600, "--account", "1", "--step", "22")["orders"]
    assert [(one["market"], one["side"], one["price"], one["kind"]) for one in orders] == [
        ("1", "buy", "1", "spot")
    ]
    assert json_of("portfolio", ESTATE_OF_600, "--account", "1", "--step", "22")["balances"] == [
        {"asset": "1", "atoms": "600", "reserved_atoms": "1", "free_atoms": "599"}
    ]
    overdue = ("portfolio", "liq-overdue-debts-by-creditor", "--account", "1", "--step", "23")
    debts = json_of(*overdue)["debts"]
    assert [(one["atoms"], one["overdue_ms"]) for one in debts] == [("20", "1"), ("30", "1")]
    rewarded = "liq-a-reward-is-claimed-when-it-is-due"
    earned = json_of("portfolio", rewarded, "--account", "1", "--step", "20")
    assert len(earned["held_rewards"]) == 1
    assert (
        "a reward of"
        in call("explain", "portfolio", rewarded, "--account", "1", "--step", "20").stdout
    )


def test_other_engines_tell_the_same(tmp_path: Path) -> None:
    path = batch_file(tmp_path, TRUE_UP)
    for command, options in CALLS.items():
        arguments = ("explain", command, OWES_BOTH_WAYS, *options)
        if command == "what-if":
            arguments = (*arguments, path)
        ours, other = call(*arguments), call(*arguments, "--target", "fast:interpreted")
        assert (ours.exit_code, other.exit_code) == (0, 0)
        assert other.stdout == ours.stdout.replace("on reference", "on fast:interpreted")


class OtherClock(ReferenceEngine):
    """An engine whose clock is a millisecond ahead."""

    def dump(self) -> StateDump:
        dump = super().dump()
        return evolve(dump, now=Milliseconds(dump.now + 1))


def test_an_engine_of_another_mind_has_diverged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets, "open_engine", lambda _name, *opened: OtherClock(*opened))
    for command in ("exposure", "portfolio"):
        result = call(
            "explain", command, LOANS, "--account", "1", "--target", "fast", "--step", "22"
        )
        assert result.exit_code == 1
        assert "DIFFERENT the state behind command 22 is not that of the reference" in result.stdout


def test_what_cannot_be_shown_is_one_line(tmp_path: Path) -> None:
    path = batch_file(tmp_path, TRUE_UP)
    there = "there is no account 99 in"
    of_six = f"{there} {OWES_BOTH_WAYS} behind command 40: accounts 1 to 6 are there"
    assert refusal("exposure", OWES_BOTH_WAYS, "--account", "99") == of_six
    assert there in refusal("portfolio", LOANS, "--account", "99")
    assert there in refusal("what-if", LOANS, "--account", "99", "--batch", path)
    assert there in refusal("open", LOANS, "--caller", "99")
    assert "has 40 commands, and so no 41" in refusal("open", OWES_BOTH_WAYS, "--step", "41")
    perp = "prp-parts-1-2-and-4-in-one-trade"
    for command in ("exposure", "portfolio"):
        told = refusal(command, perp, "--account", "1")
        assert told == f"{perp} is of profile perp/1, which has no margin"
    margin = "mgn-basis-trade-in-one-batch"
    told = refusal("open", margin)
    assert told == f"{margin} is of profile margin/1, which has no liquidation"
    assert "is neither a file nor a vector" in refusal("open", "liq-nothing-of-the-kind")


def test_a_venue_without_liquidation_has_counterparties_too() -> None:
    plain = json_of("exposure", "mgn-basis-trade-in-one-batch", "--account", "1")
    assert [one["counterparty"] for one in plain["facing"]]
    kinds = {one["command"]["type"] for about in plain["possible"] for one in about["actions"]}
    assert "liquidate" not in kinds


@pytest.mark.parametrize("command", list(CALLS))
def test_help_shows_an_example_and_all_keys(command: str) -> None:
    result = CliRunner().invoke(app, ["explain", command, "--help"], env={"COLUMNS": "400"})
    assert result.exit_code == 0
    assert f"tallystick explain {command} liq-" in result.stdout
    told = " ".join(result.stdout.split())
    assert FIELDS[command][:60] in told


def test_examples_of_the_help_run(tmp_path: Path) -> None:
    result = call("explain", "open", "liq-overdue-and-rolled")
    assert "loan 1 is overdue by 0 d 00:00:00.001" in result.stdout
    path = batch_file(tmp_path, '{"type": "true_up", "counterparty": "1", "market": "2"}')
    arguments = ("explain", "what-if", OWES_BOTH_WAYS, "--account", "3", "--batch", path)
    assert call(*arguments).exit_code == 0
