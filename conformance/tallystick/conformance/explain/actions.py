"""What may be done about a counterparty now: each command is tried on the state, not guessed.

A command counts as open if the reference accepts it and it does something. Who signs is whoever
LIQ-040 lets: the owner of the account, who may do what anybody may, the other party, the operator.
"""

from collections.abc import Iterator
from math import floor

from attrs import evolve, frozen

from tallystick import reference
from tallystick.conformance.explain.contracts import (
    DebtBetween,
    LegBetween,
    LoanBetween,
    contracts_of,
    net_value,
    with_counterparty,
)
from tallystick.conformance.explain.exposures import ExposureView, Facing
from tallystick.conformance.explain.margin_terms import MILLION
from tallystick.conformance.explain.perp_views import asset_of, perp_markets
from tallystick.conformance.explain.world_runs import Moment, owner_of
from tallystick.reference import views
from tallystick.reference.types.choices import OrderType, SelfTrade, Side
from tallystick.reference.types.commands import Command, NewOrder, PlaceOrder
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import OrderAccepted, OrderRemoved
from tallystick.reference.types.liquidation_commands import DeclareBankruptcy, Liquidate
from tallystick.reference.types.loan_commands import (
    PayClaims,
    PayInterest,
    RenewLoan,
    RollLoan,
    SetLoanTerms,
    SwapLoan,
)
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.perp_commands import CollectDebt, RepayDebts, TrueUp
from tallystick.reference.types.reasons import Reason
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)

OPERATOR = PrincipalId(0)
ALL_OF_A_CLAIM = Permille(1000)
"""The loss that a bankruptcy may bring at most."""
_NO_EFFECT = (OrderAccepted, OrderRemoved, AccountValued)
"""What events say of an order that met nobody."""


@frozen
class Action:
    """A command that is accepted now, and what it leaves.

    `net_atoms` is what the counterparty then owes the account, negative if the account owes it.
    """

    what: str
    clause: str
    by: str
    command: Command
    outcome: Outcome
    net_atoms: Atoms
    initial_atoms: Atoms
    maintenance_atoms: Atoms


@frozen
class Refusal:
    """A command that is rejected now; without a reason it is accepted and does nothing."""

    what: str
    clause: str
    by: str
    command: Command
    reason: Reason | None


@frozen
class Possible:
    """About one counterparty."""

    counterparty: AccountId
    actions: tuple[Action, ...]
    refusals: tuple[Refusal, ...]


_Tried = tuple[str, str, str, Command]
"""What, by which clause, signed by whom, and the command."""


def possible(moment: Moment, view: ExposureView) -> tuple[Possible, ...]:
    """What may be done about each counterparty, in the order of the view."""
    account = view.standing.account
    return tuple(_possible_about(moment, account, facing) for facing in view.facing)


def changed(moment: Moment, command: Command) -> tuple[Moment, Outcome]:
    """The state that a command would leave, and what is answered; the moment is as it was."""
    state, outcome = reference.step(moment.state, command)
    if isinstance(outcome, Rejected):
        return moment, outcome
    return evolve(moment, state=state, dump=reference.dump(state)), outcome


def _possible_about(moment: Moment, account: AccountId, facing: Facing) -> Possible:
    actions: list[Action] = []
    refusals: list[Refusal] = []
    for what, clause, by, command in _candidates(moment, account, facing):
        after, outcome = changed(moment, command)
        if isinstance(outcome, Rejected):
            refusals.append(Refusal(what, clause, by, command, outcome.reason))
        elif not has_effect(moment, after, command, outcome):
            refusals.append(Refusal(what, clause, by, command, None))
        else:
            contracts = contracts_of(after.dump, account)
            net = Atoms(floor(net_value(with_counterparty(contracts, facing.counterparty))))
            rbv = views.risk_based_value(after.state, account)
            actions.append(Action(what, clause, by, command, outcome, net, *rbv))
    return Possible(facing.counterparty, tuple(actions), tuple(refusals))


def has_effect(moment: Moment, after: Moment, command: Command, outcome: Accepted) -> bool:
    """Whether the state is another; of an order that came and went only its id is used up."""
    if isinstance(command, PlaceOrder):
        return any(not isinstance(event, _NO_EFFECT) for event in outcome.events)
    return after.dump != moment.dump


def _candidates(moment: Moment, account: AccountId, facing: Facing) -> Iterator[_Tried]:
    signer, by = owner_of(moment, account).owner, f"account {account}"
    for leg in facing.legs:
        true_up = TrueUp(signer, account, facing.counterparty, leg.market)
        yield f"true up the leg in market {leg.market}", "PRP-050", by, true_up
        closing = closing_order(moment, account, leg)
        what = f"close the position in market {leg.market}, inside the band"
        yield what, "CMD-040", by, PlaceOrder(signer, account, closing)
    yield from _about_debts(signer, account, facing.debts)
    for loan in facing.loans:
        yield from _about_loan(signer, account, loan)
    for one in dict.fromkeys(claim.loan for claim in facing.claims if claim.borrower == account):
        owed = sum(
            claim.interest_atoms + claim.fee_atoms
            for loan in moment.dump.loans or ()
            if loan.loan == one
            for claim in loan.claims
        )
        pay = PayClaims(signer, account, one, Atoms(owed))
        yield f"pay the claims on loan {one}", "LND-034", by, pay
    if moment.dump.profile.has_liquidation and facing.standing is not None:
        yield from _about_soundness(moment, account, facing)


def _about_debts(
    signer: PrincipalId, account: AccountId, debts: tuple[DebtBetween, ...]
) -> Iterator[_Tried]:
    by = f"account {account}"
    if any(debt.debtor == account for debt in debts):
        yield "pay its debts, the earliest due first", "PRP-040", by, RepayDebts(signer, account)
    overdue = dict.fromkeys((debt.debtor, debt.creditor) for debt in debts if debt.overdue_ms)
    for debtor, creditor in overdue:
        what = f"collect what account {debtor} owes and is overdue"
        yield what, "PRP-041", "anybody", CollectDebt(signer, debtor, creditor)


def _about_loan(signer: PrincipalId, account: AccountId, loan: LoanBetween) -> Iterator[_Tried]:
    by, one = f"account {account}", loan.loan
    settle = PayInterest(signer, account, one, Lots(0), False)
    if loan.borrower == account:
        yield f"pay the interest of loan {one}", "LND-030", by, settle
        yield f"repay loan {one}", "LND-030", by, evolve(settle, reduce_lots=loan.principal_lots)
        yield f"extend loan {one}", "LND-030", by, evolve(settle, extend=True)
        renewing = SetLoanTerms(signer, account, one, auto_renew=not loan.auto_renew)
        what = "no more renew" if loan.auto_renew else "let anybody renew"
        yield f"{what} loan {one}", "LND-038", by, renewing
    else:
        yield f"pass loan {one} to another lender", "LND-040", by, SwapLoan(signer, account, one)
        if loan.extensible:
            refusing = SetLoanTerms(signer, account, one, extensible=False)
            yield f"refuse to extend loan {one}", "LND-038", by, refusing
        returning = SetLoanTerms(signer, account, one, returnable=not loan.returnable)
        what = "keep what returns of" if loan.returnable else "offer again what returns of"
        yield f"{what} loan {one}", "LND-038", by, returning
    if loan.overdue_ms:
        yield f"roll loan {one} into a new term", "LND-054", "anybody", RollLoan(signer, one)
    elif loan.auto_renew:
        what = f"renew loan {one} for its keeper fee"
        yield what, "LND-050", "anybody", RenewLoan(signer, account, one)


def _about_soundness(moment: Moment, account: AccountId, facing: Facing) -> Iterator[_Tried]:
    other, dump = facing.counterparty, moment.dump
    work = dump.parameters.max_touches
    if facing.standing is not None and not facing.standing.is_sound:
        signer = owner_of(moment, account).owner
        yield (
            f"liquidate account {other}",
            "LIQ-010",
            "anybody",
            Liquidate(signer, account, other, work),
        )
        declaring = DeclareBankruptcy(OPERATOR, other, ALL_OF_A_CLAIM)
        yield f"declare account {other} bankrupt", "LIQ-030", "the operator", declaring


def closing_order(moment: Moment, account: AccountId, leg: LegBetween) -> NewOrder:
    """An order that closes the whole position, at the edge of the band that is worse for it."""
    dump = moment.dump
    (market,) = (one for one in dump.markets if one.market == leg.market)
    (legs,) = (one for one in perp_markets(dump) if one.market == leg.market)
    position = legs.position(account)
    last = owner_of(moment, account).last_order_id
    low, high = band_prices(dump, leg.asset)
    tick = market.tick
    is_sell = position > 0
    price = -(-low // tick) * tick if is_sell else high // tick * tick
    return NewOrder(
        OrderId(last + 1),
        MarketId(market.market),
        Side.SELL if is_sell else Side.BUY,
        Price(max(tick, price)),
        Lots(abs(position)),
        OrderType.IOC,
        SelfTrade.CANCEL_MAKER,
        reduce_only=True,
    )


def band_prices(dump: StateDump, asset: AssetId) -> tuple[Price, Price]:
    """The lowest and the highest price inside the band of an asset (MGN-041)."""
    listed, margin = asset_of(dump, asset), dump.parameters.margin
    assert margin is not None
    assert listed.mark is not None
    assert listed.risk is not None
    scaled = margin.band_multiple * listed.risk.slippage_permille
    band = max(0, scaled * margin.maintenance_scale_permille - 1000)
    low = -(-listed.mark * max(0, MILLION - band) // MILLION)
    return Price(low), Price(listed.mark * (MILLION + band) // MILLION)
