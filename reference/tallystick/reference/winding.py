"""The account that is wound up by one command, as far as that has come (LIQ-010, LIQ-011)."""

from attrs import evolve, frozen

from tallystick.reference.accepting import accept
from tallystick.reference.engine_orders import removal_cause, with_engine_order
from tallystick.reference.ledger import balance_of
from tallystick.reference.state import Loan, Order, State, perpetual_parameters
from tallystick.reference.types.choices import RemovalCause
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import AccountId, AssetId, Atoms, Count, Lots
from tallystick.reference.verdict import Applied, followed_by

CUT_SHORT = (RemovalCause.WORK_LIMIT, RemovalCause.LEG_LIMIT)
"""Why the rest of an order is removed whose walk ends all steps (MAT-023, PRP-031)."""


@frozen
class Winding:
    """What the steps have done to the target; `is_ended` says that no more is done (LIQ-011).

    `repaid` are the loans, as they were, of which principal was repaid in cash, with how much, in
    this order.
    """

    applied: Applied
    target: AccountId
    work: Count
    repaid: tuple[tuple[Loan, Lots], ...] = ()
    is_ended: bool = False

    @property
    def state(self) -> State:
        """The venue as it now is."""
        return self.applied.state

    @property
    def work_left(self) -> Count:
        """Units of the budget that are left (LIQ-011)."""
        return Count(self.work - self.applied.touched_orders)  # [LIQ-011]

    def balance(self, asset: AssetId) -> Atoms:
        """What the target holds of an asset."""
        return balance_of(self.state, self.target, asset)


def ended(winding: Winding) -> Winding:
    """The steps end here."""
    return evolve(winding, is_ended=True)


def unit_used(winding: Winding) -> Winding:
    """One unit of the budget is used, or the steps end because none is left (LIQ-011)."""
    if winding.work_left == 0:
        return ended(winding)  # [LIQ-011]
    touched = Count(winding.applied.touched_orders + 1)  # [LIQ-011]
    return evolve(winding, applied=evolve(winding.applied, touched_orders=touched))


def unit_freed(winding: Winding) -> Winding:
    """The unit of a loan that is not settled is free again (LIQ-011)."""
    touched = Count(winding.applied.touched_orders - 1)  # [LIQ-011]
    return evolve(winding, applied=evolve(winding.applied, touched_orders=touched))


def walked(winding: Winding, order: Order | None) -> Winding | Reason:
    """A forced order, if there is one, walks within what is left of the work (LIQ-012)."""
    if order is None:
        return winding  # [LIQ-012]
    state, applied = with_engine_order(winding.state, order), winding.applied
    most_legs = perpetual_parameters(state).max_legs_per_command
    legs_left = Count(most_legs - applied.touched_legs)  # [PRP-031]
    verdict = accept(state, order, winding.work_left, legs_left)  # [LIQ-012]
    if isinstance(verdict, Reason):
        return verdict  # [PRP-038]
    after = evolve(winding, applied=followed_by(applied, verdict))
    return ended(after) if removal_cause(verdict) in CUT_SHORT else after  # [LIQ-011]


def walked_without_debts(winding: Winding, order: Order | None) -> Winding:
    """The same of an order on a spot or lending market, where nobody comes to owe (PRP-038)."""
    after = walked(winding, order)
    assert not isinstance(after, Reason)
    return after


def with_repaid(winding: Winding, loan: Loan, lots: Lots) -> Winding:
    """Principal was repaid that returns when the steps have ended (LIQ-020, LND-035)."""
    if lots == 0:
        return winding
    return evolve(winding, repaid=(*winding.repaid, (loan, lots)))  # [LIQ-020]
