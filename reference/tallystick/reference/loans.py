"""Loans in a state: which there are, who is party to them, how they are opened and stored."""

from collections.abc import Iterable

from attrs import evolve

from tallystick.reference.interest import due_after, keeper_fee_of_minimum
from tallystick.reference.numbers import atoms_of_lots
from tallystick.reference.state import Loan, Market, Order, State, has_loans, lending_parameters
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.loan_events import LoanOpened
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LoanId,
    Lots,
    MarketId,
    Price,
)


def opens_loans(state: State, market: MarketId) -> bool:
    """Whether a trade on a market opens a loan: a lending market, with chapter 07."""
    return has_loans(state) and state.markets[market].kind is MarketKind.LEND  # [LND-001]


def is_offer(state: State, market: MarketId, side: Side) -> bool:
    """Whether an order of that side offers to lend (LND-001)."""
    return opens_loans(state, market) and side is Side.SELL  # [LND-001]


def loan_fee(
    state: State, account: AccountId, market: MarketId, side: Side
) -> tuple[FeeRate, Atoms]:
    """Fee rate and cap that an order brings to its loans; both are 0 of an offer (LND-004)."""
    if side is Side.SELL:
        return FeeRate(0), Atoms(0)  # [LND-004]
    cap = state.assets[state.markets[market].asset].fee_cap_atoms  # [LND-004]
    if state.accounts[account].fee_exempt:
        return FeeRate(0), cap  # [LND-004]
    return lending_parameters(state).lend_fee_rate, cap  # [LND-004]


def lending_market(state: State, asset: AssetId) -> Market:
    """The lending market of an asset; there is one if there is a loan in it."""
    (market,) = (
        market
        for market in state.markets.values()
        if market.asset == asset and market.kind is MarketKind.LEND
    )
    return market


def loan_between(
    state: State,
    loan: LoanId,
    *,
    lender: AccountId | None = None,
    borrower: AccountId | None = None,
) -> Loan | None:
    """The loan of that id with that lender and that borrower, as far as named, or None."""
    found = state.loans.get(loan)
    if found is None or lender not in (None, found.lender):
        return None
    return found if borrower in (None, found.borrower) else None


def principal_atoms(state: State, loan: Loan) -> Atoms:
    """The principal of a loan in atoms of its asset (chapter 07)."""
    return atoms_of_lots(loan.principal_lots, state.assets[loan.asset].lot_atoms)


def newest_first(loans: Iterable[Loan]) -> tuple[Loan, ...]:
    """Loans by start, then id, both descending (LND-040)."""
    return tuple(  # [LND-040]
        sorted(loans, key=lambda loan: (loan.start, loan.loan), reverse=True)
    )


def loan_count(state: State, account: AccountId) -> Count:
    """To how many loans an account is party, as lender and as borrower together (LND-006)."""
    return Count(sum(account in (loan.lender, loan.borrower) for loan in state.loans.values()))


def is_at_loan_limit(state: State, order: Order) -> bool:
    """Whether an order can trade nothing because its account is party to many loans (LND-006)."""
    if not opens_loans(state, order.market):
        return False
    most = lending_parameters(state).max_loans_per_account
    return loan_count(state, order.account) >= most  # [LND-006] [STA-012]


def is_venue_full(state: State, market: MarketId) -> bool:
    """Whether no trade on this market can open a loan, because the venue has many (LND-007)."""
    if not opens_loans(state, market):
        return False
    return len(state.loans) >= lending_parameters(state).max_loans  # [LND-007] [STA-012]


def with_loan(state: State, loan: Loan) -> State:
    """The state with one loan new or replaced; without principal it is gone (LND-033)."""
    if loan.principal_lots > 0:
        return evolve(state, loans={**state.loans, loan.loan: loan})
    loans = dict(state.loans)
    del loans[loan.loan]  # [LND-033]
    return evolve(state, loans=loans)


def with_next_id(state: State) -> tuple[State, LoanId]:
    """The state with one more loan id used, and that id (LND-012)."""
    loan = LoanId(state.last_loan + 1)  # [LND-012]
    return evolve(state, last_loan=loan), loan


def open_loan(
    state: State, lender: AccountId, flags: tuple[bool, bool], buy: Order, lots: Lots, rate: Price
) -> tuple[State, LoanOpened]:
    """Open the loan that a buy borrows at a rate (LND-011); its principal is not moved here.

    `flags` are whether the offer is returnable and extensible.
    """
    state, loan = with_next_id(state)
    market = state.markets[buy.market]
    opened = Loan(
        loan=loan,
        asset=market.asset,
        lender=lender,  # [LND-011]
        borrower=buy.account,  # [LND-011]
        principal_lots=lots,  # [LND-011]
        rate=rate,  # [LND-011]
        return_rate=rate,  # [LND-011]
        start=state.now,  # [LND-011]
        due=due_after(state.now),  # [LND-011]
        hours_paid=Hours(0),  # [LND-011]
        interest_credit=InterestCredit(0),  # [LND-011]
        fee_rate=buy.taker_fee_rate,  # [LND-011] [LND-004]
        fee_left_atoms=buy.fee_cap_atoms,  # [LND-011] [LND-004]
        fee_credit=FeeCredit(0),  # [LND-011]
        keeper_fee_atoms=keeper_fee_of_minimum(  # [LND-013]
            market.minimum_lots,
            state.assets[market.asset].lot_atoms,
            lending_parameters(state).keeper_fee_permille,
        ),
        returnable=flags[0],  # [LND-011]
        extensible=flags[1],  # [LND-011]
        auto_renew=True,  # [LND-011]
        claims=(),
    )
    event = LoanOpened(  # [CMD-050]
        loan=loan,
        asset=opened.asset,
        lender=opened.lender,
        borrower=opened.borrower,
        lots=lots,
        rate=rate,
        due=opened.due,
        returnable=opened.returnable,
        extensible=opened.extensible,
        auto_renew=opened.auto_renew,
        fee_rate=opened.fee_rate,
        fee_cap_atoms=opened.fee_left_atoms,
        keeper_fee_atoms=opened.keeper_fee_atoms,
    )
    return with_loan(state, opened), event
