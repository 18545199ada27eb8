"""What the auditor says of a liquidation that pays, sells, recalls or ends as it may not."""

from functools import cache
from typing import Any

import pytest
from attrs import evolve

from tallystick.conformance.checkers.close_out import net_worth_of
from tallystick.conformance.checkers.estate_judge import netting_violations
from tallystick.conformance.checkers.progress import has_progress, is_overdue
from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.conformance.checkers.valuation_case import Case
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.dump import DebtDump, StateDump
from tallystick.reference.types.events import Event, OrderAccepted, OrderRested
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    SwapForTarget,
)
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    EstatePaid,
    SwappedForTarget,
)
from tallystick.reference.types.loan_commands import RenewLoan, RollLoan
from tallystick.reference.types.loan_events import (
    InterestPaid,
    LoanExtended,
    LoanHandedOver,
    LoanOpened,
    LoanRepaid,
)
from tallystick.reference.types.perp_events import DebtPaid
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Hours,
    LoanId,
    Milliseconds,
    OrderId,
)
from tests.conformance.trails_of_liquidation import (
    Change,
    Told,
    case_with,
    commands_told,
    first_where,
    more,
    same,
    twice,
    without,
)


def target_of(told: Told) -> AccountId:
    """Who is wound up."""
    assert isinstance(told.command, Liquidate | DeclareBankruptcy | SwapForTarget)
    return told.command.target


def is_sound(told: Told, *, after: bool) -> bool:
    """Whether the target was sound, or is."""
    dump = told.dumps[after]
    values = Portfolios(dump).values(target_of(told))
    return values.maintenance_atoms >= 0 and not is_overdue(dump, target_of(told))


@cache
def open_still() -> Told:
    """A liquidation behind which its target is open, and was not overdue before."""
    return first_where(
        lambda told: (
            isinstance(told.command, Liquidate)
            and not is_sound(told, after=True)
            and not is_overdue(told.dumps[0], told.command.target)
        )
    )


@cache
def insolvent() -> Told:
    """A liquidation of who cannot pay, with a forced order."""
    return first_where(
        lambda told: (
            isinstance(told.command, Liquidate)
            and net_worth_of(told.dumps[0], told.command.target) < 0
            and any(isinstance(event, OrderAccepted) for event in told.outcome.events)
        )
    )


@cache
def selling() -> Told:
    """A liquidation that sells on a spot market."""
    return first_where(lambda told: bool(_sales(told)))


def _sales(told: Told) -> list[OrderAccepted]:
    if not isinstance(told.command, Liquidate):
        return []
    kinds = {market.market: market.kind for market in told.dumps[0].markets}
    return [
        event
        for event in told.outcome.events
        if isinstance(event, OrderAccepted)
        and event.account == told.command.target
        and (kinds[event.market], event.side) == (MarketKind.SPOT, Side.SELL)
    ]


def changing(old: Event, **fields: Any) -> Change:
    """One event with other fields."""
    anything: Any = old
    new = evolve(anything, **fields)
    return lambda events: tuple(new if event is old else event for event in events)


def first_of_all(event: Event) -> Change:
    """An event before all others."""
    return lambda events: (event, *events)


@pytest.mark.parametrize("find", [open_still, insolvent, selling])
def test_what_happened_is_not_reported(find: Any) -> None:
    assert find().clauses(same) == set()


def test_a_liquidation_names_two_accounts_and_no_more_work_than_there_is() -> None:
    case = open_still()
    assert isinstance(case.command, Liquidate)
    own = evolve(case.command, account=case.command.target)
    much = evolve(case.command, work=Count(case.parameters.max_touches + 1))
    for wrong in (own, much):
        assert "LIQ-010" in case.judged(command=wrong)


def test_old_marks_decide_nothing() -> None:
    case = case_with(SwappedForTarget)
    margin = case.parameters.margin
    assert margin is not None
    later = evolve(case.dumps[0], now=Milliseconds(case.dumps[0].now + margin.mark_valid_ms + 1))
    texts = [one.text for one in case.findings(before=later) if one.clause == "LIQ-002"]
    assert any("is old" in text for text in texts)


def test_without_progress_it_is_not_accepted() -> None:
    case = open_still()
    texts = [one.text for one in case.findings(after=case.dumps[0]) if one.clause == "LIQ-020"]
    assert any("nothing of account" in text for text in texts)


def test_who_is_open_still_has_not_become_worth_less() -> None:
    case = open_still()
    poorer = emptied(case.dumps[1], target_of(case))
    texts = [one.text for one in case.findings(after=poorer) if one.clause == "LIQ-020"]
    assert any("is open, its RBV were" in text for text in texts)


def emptied(dump: StateDump, account: AccountId) -> StateDump:
    """The dump with nothing in the balances of an account."""
    old = dump.accounts[account - 1]
    new = evolve(old, balances=())
    return evolve(dump, accounts=(*dump.accounts[: account - 1], new, *dump.accounts[account:]))


def test_an_extended_loan_is_progress_and_one_that_is_not_is_none() -> None:
    case = case_with(LoanExtended)
    before, after = case.dumps
    (extended,) = (event for event in case.outcome.events if isinstance(event, LoanExtended))
    assert before.loans is not None
    loan = next(one for one in before.loans if one.loan == extended.loan)
    assert has_progress(before, after, loan.borrower)
    assert not has_progress(after, after, loan.borrower)
    later = evolve(loan, due=extended.due)
    loans = tuple(later if one.loan == loan.loan else one for one in before.loans)
    alone = evolve(before, loans=loans)
    assert has_progress(before, alone, loan.borrower)
    assert not has_progress(before, alone, loan.lender)
    assert not has_progress(alone, before, loan.borrower)
    # Of an account that is overdue only nothing else counts than what was overdue.
    is_late = before.now > loan.due
    assert has_progress(before, alone, loan.borrower, of_overdue=True) == is_late
    early = evolve(before, now=loan.due)
    assert not has_progress(early, alone, loan.borrower, of_overdue=True)


def test_a_caller_who_has_something_owes_nothing_behind_it() -> None:
    case = open_still()
    assert isinstance(case.command, Liquidate)
    debt = DebtDump(case.command.account, case.command.target, Milliseconds(2**40), Atoms(5))
    owing = evolve(case.dumps[1], debts=(*(case.dumps[1].debts or ()), debt))
    assert "PRP-039" in case.judged(after=owing)


@pytest.mark.parametrize("by", [-1, 1])
def test_who_cannot_pay_is_closed_at_the_mark(by: int) -> None:
    case = insolvent()
    forced = next(one for one in case.outcome.events if isinstance(one, OrderAccepted))
    mark = case.dumps[0].assets[case.dumps[0].markets[forced.market - 1].asset - 1].mark
    assert forced.price == mark
    assert "LIQ-012" in case.clauses(more(OrderAccepted, "price", by))


def test_who_cannot_pay_pays_nobody() -> None:
    case = insolvent()
    target = target_of(case)
    for event in (
        InterestPaid(LoanId(1), Hours(8), Atoms(0), Atoms(0)),
        DebtPaid(target, AccountId(0), Milliseconds(1), Atoms(1)),
    ):
        assert "LIQ-013" in case.clauses(first_of_all(event))


@pytest.mark.parametrize("by", [-1, 1])
def test_what_is_left_is_sold_and_no_more(by: int) -> None:
    case = selling()
    (sale, *_) = _sales(case)
    assert "LIQ-018" in case.clauses(changing(sale, lots=sale.lots + by))


def test_a_forced_order_is_of_the_target() -> None:
    case = insolvent()
    other = AccountId(target_of(case) % 3 + 1)
    found = case.clauses(more(OrderAccepted, "account", other - target_of(case)))
    assert "LIQ-012" in found


def test_steps_do_not_come_twice() -> None:
    case = selling()
    (sale, *_) = _sales(case)

    def again(events: tuple[Event, ...]) -> tuple[Event, ...]:
        last = events[-1]
        once_more = evolve(sale, order_id=OrderId(sale.order_id + 1))
        return (*events[:-1], once_more, last)

    assert "LIQ-010" in case.clauses(again)


def test_a_debt_is_paid_as_far_as_it_goes() -> None:
    case = first_where(
        lambda told: (
            isinstance(told.command, Liquidate)
            and any(
                isinstance(event, DebtPaid) and event.account == told.command.target
                for event in told.outcome.events
            )
        ),
        "world",
    )
    paid = next(
        event
        for event in case.outcome.events
        if isinstance(event, DebtPaid) and event.account == target_of(case)
    )
    assert case.clauses(same) == set()
    assert "LIQ-019" in case.clauses(changing(paid, atoms=Atoms(paid.atoms - 1)))


def test_what_was_repaid_returns_before_the_end() -> None:
    case = first_where(
        lambda told: (
            isinstance(told.command, Liquidate)
            and any(isinstance(event, LoanRepaid) for event in told.outcome.events)
            and any(isinstance(event, OrderRested) for event in told.outcome.events)
        )
    )
    assert case.clauses(same) == set()
    last = next(
        place
        for place, event in reversed(list(enumerate(case.outcome.events)))
        if isinstance(event, OrderAccepted)
    )

    def unreturned(events: tuple[Event, ...]) -> tuple[Event, ...]:
        return (*events[:last], events[-1])

    assert "LIQ-020" in case.clauses(unreturned)


def test_a_forced_loan_is_not_dearer_than_the_cap() -> None:
    case = first_where(
        lambda told: (
            isinstance(told.command, Liquidate)
            and any(isinstance(event, LoanOpened) for event in told.outcome.events)
        ),
        "world",
    )
    assert "LIQ-012" in case.clauses(changing(_borrowing(case), price=_borrowing(case).price + 1))


def _borrowing(told: Told) -> OrderAccepted:
    kinds = {market.market: market.kind for market in told.dumps[0].markets}
    return next(
        event
        for event in told.outcome.events
        if isinstance(event, OrderAccepted)
        and kinds[event.market] is MarketKind.LEND
        and event.side is Side.BUY
    )


def test_a_recall_is_told_whole() -> None:
    case = first_where(
        lambda told: (
            isinstance(told.command, Liquidate)
            and any(isinstance(event, LoanHandedOver) for event in told.outcome.events)
        ),
        "world",
    )
    assert case.clauses(same) == set()
    assert case.clauses(without(LoanHandedOver)) != set()


def test_nobody_lends_anew_to_who_cannot_pay() -> None:
    for told in commands_told("world"):
        if isinstance(told.command, RollLoan | RenewLoan):
            borrows = [event for event in told.outcome.events if isinstance(event, LoanOpened)]
            if borrows:
                poor = emptied(told.dumps[0], borrows[0].borrower)
                if net_worth_of(poor, borrows[0].borrower) < 0:
                    assert "LIQ-024" not in told.judged()
                    assert "LIQ-024" in told.judged(before=poor)
                    return
    raise AssertionError


def test_a_swap_needs_base_an_asset_without_a_market_and_a_value_below_zero() -> None:
    case = case_with(SwappedForTarget)
    assert isinstance(case.command, SwapForTarget)
    traded = evolve(case.command, take_asset=AssetId(2))
    assert any("without a spot market" in one.text for one in case.findings(command=traded))
    sound = evolve(case.command, target=case.command.account, account=case.command.target)
    texts = [one.text for one in case.findings(command=sound) if one.clause == "LIQ-023"]
    assert any("the RBV maintenance of its target" in text for text in texts)


def test_a_bankruptcy_is_declared_once() -> None:
    case = case_with(BankruptcyDeclared)
    assert "LIQ-034" in case.clauses(twice(BankruptcyDeclared))


def test_netting_leaves_nobody_worse_off_but_for_atoms() -> None:
    case = first_where(
        lambda told: (
            isinstance(told.command, DeclareBankruptcy) and bool(_netted_of(told, told.outcome))
        )
    )
    assert list(netting_violations(judged_case(case, case.outcome.events), target_of(case))) == []
    robbed = tuple(
        evolve(event, atoms=Atoms(0)) if isinstance(event, EstatePaid) else event
        for event in case.outcome.events
    )
    found = list(netting_violations(judged_case(case, robbed), target_of(case)))
    assert {one.clause for one in found} == {"LIQ-051"}


def _netted_of(told: Told, outcome: Any) -> list[object]:
    """What would be said if creditors got nothing of the balances."""
    robbed = tuple(
        evolve(event, atoms=Atoms(0)) if isinstance(event, EstatePaid) else event
        for event in outcome.events
    )
    if not any(isinstance(event, BankruptcyDeclared) for event in robbed):
        return []
    return list(netting_violations(judged_case(told, robbed), target_of(told)))


def judged_case(told: Told, events: tuple[Event, ...]) -> Case:
    """What the judge is given, with these events."""
    before, after = told.dumps
    held_before, held_after = Portfolios(before), Portfolios(after)
    outcome = evolve(told.outcome, events=events)
    values = held_before.all_values(), held_after.all_values()
    return Case(before, told.command, outcome, after, held_before, held_after, *values)
