"""Lives of loans: what they say is what the engine's state and balances say."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from attrs import evolve

from tallystick import reference
from tallystick.conformance.arithmetic import evaluate
from tallystick.conformance.explain.lives import History, find_case, follow, run_case
from tallystick.conformance.explain.sums import HOUR_MILLISECONDS, paid_up_to
from tallystick.conformance.explain.text import clock, life_lines, list_lines
from tallystick.conformance.explain.touches import Role
from tallystick.conformance.explain.views import loans_of, next_due, settlement
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.trace_text import blocks_of
from tallystick.conformance.traces import Trace, write_trace
from tallystick.conformance.verdicts import Finding, Verdict
from tallystick.reference import views
from tallystick.reference.types.commands import Deposit
from tallystick.reference.types.events import Event
from tallystick.reference.types.loan_events import InterestPaid, LoanHandedOver
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LoanId,
    Lots,
    Milliseconds,
    Price,
)
from tests.conformance.cli.calling import call
from tests.conformance.explain.loan_flow import BASE, PARAMETERS, LoanFlow, vectors_with_loans

SWAP = "lnd-swap-to-a-higher-rate-with-hours-prepaid"
VECTORS = vectors_with_loans()
COMMAND = "$ tallystick "


@cache
def flow() -> LoanFlow:
    """A venue after many commands."""
    made = LoanFlow(seed=11)
    made.run(4_000)
    return made


@cache
def history() -> History:
    """What the events of that venue tell."""
    made = flow()
    return follow("a flow", "reference", PARAMETERS, made.commands, made.outcomes)


@pytest.mark.parametrize("name", VECTORS)
def test_the_life_of_every_loan_of_the_vectors_is_told(name: str) -> None:
    case = find_case(name)
    told = run_case(name, case, "reference", Limits())
    assert told.differences == ()
    for loan in sorted({moment.touch.loan for moment in told.moments}):
        lines = list(life_lines(told, loan))
        assert lines[0] == f"loan {loan} of {name}, on reference"
        assert max(map(len, lines)) <= 100
    assert max(map(len, list_lines(told, None))) <= 100


def test_the_events_of_many_commands_make_the_loans_of_the_dump() -> None:
    dump = reference.dump(flow().state)
    assert history().differences == ()
    assert len(history().moments) > 1_000
    assert loans_of(history().book, None) == dump.loans


def test_who_paid_whom_makes_the_balances() -> None:
    made = flow()
    held: Counter[int] = Counter()
    for command in made.commands:
        if isinstance(command, Deposit):
            held[command.account] += command.atoms
    for moment in history().moments:
        if moment.touch.role is Role.LOAN:
            for payment in moment.touch.payments:
                held[payment.payer] -= payment.atoms
                held[payment.receiver or 0] += payment.atoms
    treasury = made.state.assets[BASE].treasury_atoms
    assert treasury > 0
    assert held == {0: treasury} | {
        one.account: one.balances[BASE] for one in made.state.accounts.values()
    }


def test_the_views_are_those_of_the_reference() -> None:
    state, book = flow().state, history().book
    assert loans_of(book, None)
    for loan in loans_of(book, None):
        for at in (state.now, loan.due, loan.due + 1, state.now + 77 * HOUR_MILLISECONDS):
            if at >= state.now:
                cost = settlement(book, loan, Milliseconds(at))
                wanted = views.settlement_cost(state, loan.loan, Milliseconds(at))
                assert cost.total_atoms == wanted.total_atoms
                assert (cost.claims_atoms, cost.interest_atoms, cost.fee_atoms) == (
                    wanted.claims_atoms,
                    wanted.interest_atoms,
                    wanted.fee_atoms,
                )
    for account in map(AccountId, range(1, 5)):
        ours = [loan.loan for loan in loans_of(book, account)]
        assert ours == [loan.loan for loan in views.loans_of(state, account)]
    due, wanted_due = next_due(loans_of(book, None)), views.next_due(state)
    assert due is not None
    assert wanted_due is not None
    assert due.loan == wanted_due.loan


def with_event(outcomes: list[Outcome], kind: type[Event], **fields: Any) -> list[Outcome]:
    """The outcomes with the first event of that kind told otherwise."""
    changed = list(outcomes)
    for place, outcome in enumerate(outcomes):
        for index, event in enumerate(outcome.events if isinstance(outcome, Accepted) else ()):
            if isinstance(event, kind):
                assert isinstance(outcome, Accepted)
                told = (
                    *outcome.events[:index],
                    evolve(event, **fields),
                    *outcome.events[index + 1 :],
                )
                changed[place] = evolve(outcome, events=told)
                return changed
    raise AssertionError(kind)


@pytest.mark.parametrize(
    ("kind", "fields", "text"),
    [
        (
            InterestPaid,
            {"interest_atoms": Atoms(31)},
            "interest: the event says 31, the rules give 32",
        ),
        (InterestPaid, {"fee_atoms": Atoms(1)}, "fee: the event says 1, the rules give 0"),
        (LoanHandedOver, {"atoms": Atoms(1_441)}, "cash: the event says 1441, the rules give 1442"),
        (
            LoanHandedOver,
            {"lender": AccountId(4)},
            "new lender: the event says 4, the rules give 3",
        ),
        (LoanHandedOver, {"own_loan": LoanId(9)}, "there is no loan 9"),
        (InterestPaid, {"loan": LoanId(7)}, "there is no loan 7"),
    ],
)
def test_an_event_that_is_not_by_the_rules_is_seen(
    kind: type[Event], fields: dict[str, Any], text: str
) -> None:
    case = find_case(SWAP)
    state, outcomes = reference.open_venue(case.profile, case.parameters), []
    for command in case.commands:
        state, outcome = reference.step(state, command)
        outcomes.append(outcome)
    told = follow("x", "y", case.parameters, case.commands, with_event(outcomes, kind, **fields))
    assert [one.endswith(text) for one in told.differences[:1]] == [True]


def test_sums_are_what_they_say() -> None:
    sums = [one for moment in history().moments for one in moment.touch.sums]
    assert {"n", "interest", "credit after", "fee", "cash", "keeper fee"} <= {
        one.name for one in sums
    }
    for one in sums:
        assert evaluate(one.expression) == one.equals


def test_a_fee_cap_of_nothing_ends_the_credit() -> None:
    """SPT-012: as soon as the cap is reached, and be it 0, the credit is 0."""
    (loan, *_) = loans_of(history().book, None)
    some = evolve(loan, fee_rate=FeeRate(0), fee_credit=FeeCredit(99_999))
    hour = Hours(loan.hours_paid + 1)
    for cap, credit in ((0, 0), (5, 99_999)):
        paid = paid_up_to(evolve(some, fee_left_atoms=Atoms(cap)), Atoms(1_000), hour)
        assert (paid.fee_atoms, paid.loan.fee_credit) == (0, credit)


def test_the_widest_numbers_fit_the_page() -> None:
    told, book = history(), history().book
    loan = evolve(
        loans_of(book, None)[0],
        rate=Price(9_999),
        interest_credit=InterestCredit(87_599_999),
        fee_credit=FeeCredit(99_999),
        fee_rate=FeeRate(50_000),
        fee_left_atoms=Atoms(2**56),
        principal_lots=Lots(2**36),
    )
    wide = evolve(told, book=evolve(book, loans={loan.loan: loan}))
    assert max(map(len, life_lines(wide, loan.loan))) <= 100
    assert max(map(len, list_lines(wide, None))) <= 100


def test_times_are_days_and_hours() -> None:
    assert clock(0) == "0 d 00:00:00"
    assert clock(864_000_000) == "10 d 00:00:00"
    assert clock(3 * 86_400_000 + 14_706_007) == "3 d 04:05:06.007"
    assert clock(-1) == "-0 d 00:00:00.001"


def printed_lives() -> list[Any]:
    """The blocks of the chapter that begin with a command line."""
    chapter = (spec_directory() / "07-lending.md").read_text(encoding="utf-8")
    found = [block for block in blocks_of(chapter) if block.kind == "text"]
    return [pytest.param(block.text, id=f"line-{block.line}") for block in found]


@pytest.mark.parametrize("text", printed_lives())
def test_the_chapter_shows_what_is_printed(text: str) -> None:
    command, _, shown = text.partition("\n")
    assert command.startswith(COMMAND)
    result = call(*command.removeprefix(COMMAND).split())
    assert result.exit_code == 0
    assert result.stdout == f"{shown}\n"


def test_the_chapter_shows_the_swap() -> None:
    (parameter,) = printed_lives()
    assert f"explain loan {SWAP} --loan 2" in parameter.values[0]


def test_a_life_as_json() -> None:
    result = call("explain", "loan", SWAP, "--loan", "2", "--json")
    life = json.loads(result.stdout)
    assert (life["loan"], life["state"], life["differences"]) == ("2", "running", [])
    opened, paid, swapped, last = life["events"]
    assert opened["payments"][0]["what"] == "principal"
    assert paid["event"]["interest_atoms"] == "32"
    assert {
        "name": "interest",
        "expression": "ceil_div(2803200000 - 0, 87600000)",
        "equals": "32",
    } in (paid["sums"])
    assert swapped["payments"] == [
        {"payer": "1", "receiver": "3", "asset": "2", "atoms": "1442", "what": "cash of the swap"}
    ]
    assert last["now"] == "32400000"
    # 400 basis points of 876,000 atoms are 4 atoms an hour, and 9 of 240 hours are paid.
    assert life["end"]["settle_at_due"]["total_atoms"] == str(4 * (240 - 9))
    assert life["end"]["lender"] == "3"


def test_the_loans_of_a_party() -> None:
    ours = call("explain", "loans", SWAP, "--account", "3")
    assert "next due of these: loan 2, in 9 d 15:00:00" in ours.stdout
    plain = json.loads(call("explain", "loans", SWAP, "--account", "3", "--json").stdout)
    assert [loan["loan"] for loan in plain["loans"]] == ["2"]
    assert plain["loans"][0]["due"] == "864000000"
    none = call("explain", "loans", SWAP, "--account", "4")
    assert (none.exit_code, none.stdout.splitlines()[2]) == (0, "none")
    nobody = json.loads(call("explain", "loans", SWAP, "--account", "4", "--json").stdout)
    assert (nobody["loans"], nobody["next_due"], nobody["next_due_of_venue"]) == ([], None, "2")


def test_a_trace_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    finding = Finding(Verdict.DIVERGED, ("LND-046",), 0, None, None)
    write_trace(path, Trace("reference", find_case(SWAP), finding))
    result = call("explain", "loan", str(path), "--loan", "2")
    assert result.exit_code == 0
    shown = call("explain", "loan", SWAP, "--loan", "2").stdout
    assert result.stdout == shown.replace(f"of {SWAP}", "of some.json", 1)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        (("loan", "lnd-none", "--loan", "1"), "'lnd-none' is neither a file nor a vector"),
        (("loan", "none.json", "--loan", "1"), "there is no file none.json"),
        (("loan", "spt-taker-cut", "--loan", "1"), "of profile spot/1, which has no loans"),
        (("loan", SWAP, "--loan", "3"), "there is no loan 3 in "),
        (("loan", SWAP, "--loan", "0"), "'--loan'"),
        (("loan", SWAP), "Missing option '--loan'"),
        (("loan", SWAP, "--loan", "1", "--target", "slow"), "unknown target 'slow'"),
        (("loans", SWAP, "--account", "0"), "'--account'"),
    ],
)
def test_wrong_usage_is_refused(arguments: tuple[str, ...], text: str) -> None:
    result = call("explain", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert text in " ".join(result.stderr.split())
