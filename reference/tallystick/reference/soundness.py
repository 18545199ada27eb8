"""Who is open to liquidation, and by which marks (chapter 09, section 1)."""

from tallystick.reference.debts import debts_of, is_overdue_now
from tallystick.reference.exposure import exposures
from tallystick.reference.interest import is_overdue
from tallystick.reference.pricing import is_stale
from tallystick.reference.state import State
from tallystick.reference.types.parameters import LiquidationParameters
from tallystick.reference.types.units import AccountId
from tallystick.reference.valuation import valuation_of


def has_liquidation(state: State) -> bool:
    """Whether accounts below zero are wound up: the venue has the parameters of it."""
    return state.parameters.liquidation is not None  # [CMD-002] [STA-001]


def liquidation_parameters(state: State) -> LiquidationParameters:
    """The parameters of chapter 09; the venue's profile has it."""
    assert state.parameters.liquidation is not None
    return state.parameters.liquidation


def is_account_overdue(state: State, account: AccountId) -> bool:
    """Whether an account borrows a loan, or owes a debt, that is overdue (LIQ-001)."""
    loans = (loan for loan in state.loans.values() if loan.borrower == account)
    return any(is_overdue(loan.due, state.now) for loan in loans) or any(  # [LIQ-001]
        is_overdue_now(state, debt)
        for debt in debts_of(state, account)  # [LIQ-001]
    )


def is_sound(state: State, account: AccountId) -> bool:
    """Whether an account is not open to liquidation (LIQ-001)."""
    is_negative = valuation_of(state, account).maintenance_atoms < 0  # [LIQ-001]
    return not is_negative and not is_account_overdue(state, account)  # [LIQ-001]


def is_valued_by_stale_mark(state: State, account: AccountId) -> bool:
    """Whether the mark of a priced asset that an account has a part in is stale (LIQ-002)."""
    return any(
        is_stale(state, part.asset) for part in exposures(state, account)
    ) or any(  # [LIQ-002]
        is_stale(state, loan.asset) and any(claim.account == account for claim in loan.claims)
        for loan in state.loans.values()  # [LIQ-002]
    )
