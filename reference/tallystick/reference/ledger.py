"""Balances, reservations, settlement and fees (spec chapter 05), and lending beside them."""

from attrs import evolve

from tallystick.reference.debts import owed_by
from tallystick.reference.fees import fee_of_trade
from tallystick.reference.interest import lendable_lots
from tallystick.reference.legs import is_perpetual, position_room
from tallystick.reference.loans import is_at_loan_limit, open_loan, opens_loans
from tallystick.reference.numbers import BALANCE_BOUND_ATOMS, atoms_of_lots, cost_atoms
from tallystick.reference.reservation import deliverable_lots, free_balance, order_reservation
from tallystick.reference.state import (
    BASE_ASSET,
    Order,
    State,
    has_ledger,
    with_account,
    with_asset,
)
from tallystick.reference.types.choices import Side
from tallystick.reference.types.events import FeePaid
from tallystick.reference.types.loan_events import LoanOpened
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeRate,
    Lots,
    MarketId,
    Price,
)


def balance_of(state: State, account: AccountId, asset: AssetId) -> Atoms:
    """Atoms of an asset that an account holds (STA-004)."""
    return state.accounts[account].balances.get(asset, Atoms(0))  # [STA-004]


def change_balance(state: State, account: AccountId, asset: AssetId, change: int) -> State:
    """The state with `change` atoms, positive or negative, added to a balance."""
    holder = state.accounts[account]
    atoms = Atoms(holder.balances.get(asset, Atoms(0)) + change)
    assert 0 <= atoms <= BALANCE_BOUND_ATOMS
    return with_account(state, evolve(holder, balances={**holder.balances, asset: atoms}))


def move_atoms(
    state: State, payer: AccountId, receiver: AccountId, asset: AssetId, atoms: Atoms
) -> State:
    """The state with atoms moved from one account, which has them, to another."""
    state = change_balance(state, payer, asset, -atoms)
    return change_balance(state, receiver, asset, atoms)


def change_supply(state: State, asset: AssetId, change: int) -> State:
    """The state with `change` atoms, positive or negative, added to a supply (STA-006)."""
    listed = state.assets[asset]
    atoms = Atoms(listed.supply_atoms + change)
    assert 0 <= atoms <= BALANCE_BOUND_ATOMS
    return with_asset(state, evolve(listed, supply_atoms=atoms))


def change_treasury(state: State, asset: AssetId, change: int) -> State:
    """The state with `change` atoms, positive or negative, added to a treasury (STA-006)."""
    listed = state.assets[asset]
    atoms = Atoms(listed.treasury_atoms + change)
    assert 0 <= atoms <= BALANCE_BOUND_ATOMS
    return with_asset(state, evolve(listed, treasury_atoms=atoms))


def given_asset(state: State, market: MarketId, side: Side) -> AssetId:
    """What an order gives in a trade, and reserves before: a buy base atoms (SPT-002)."""
    return BASE_ASSET if side is Side.BUY else state.markets[market].asset  # [SPT-002]


def received_asset(state: State, market: MarketId, side: Side) -> AssetId:
    """What an order receives in a trade, and pays its fee in (SPT-011, SPT-012)."""
    return state.markets[market].asset if side is Side.BUY else BASE_ASSET  # [SPT-012]


def market_lot_atoms(state: State, market: MarketId) -> Atoms:
    """`lot_atoms` of the market's asset."""
    return state.assets[state.markets[market].asset].lot_atoms


def reservation_of(state: State, order: Order) -> Atoms:
    """Atoms that an order reserves, or would if it rested, of its given asset (SPT-002)."""
    if opens_loans(state, order.market) and order.side is Side.BUY:
        return Atoms(0)  # [LND-001]
    if is_perpetual(state, order.market):
        return Atoms(0)  # [PRP-010]
    lot_atoms = market_lot_atoms(state, order.market)
    return order_reservation(order.side, order.price, order.open_lots, lot_atoms)


def reserved_atoms(state: State, account: AccountId, asset: AssetId) -> Atoms:
    """What the resting orders of an account reserve in an asset (STA-011)."""
    if not has_ledger(state):
        return Atoms(0)  # [STA-011] [CMD-002]
    orders = state.accounts[account].orders.values()
    return Atoms(
        sum(  # [STA-011] [SPT-002]
            reservation_of(state, order)
            for order in orders
            if given_asset(state, order.market, order.side) == asset
        )
    )


def free_atoms(state: State, account: AccountId, asset: AssetId) -> Atoms:
    """What an account may withdraw or transfer of an asset (SPT-004)."""
    reserved = reserved_atoms(state, account, asset)
    multiple = state.parameters.reservation_multiple_tenths
    free = free_balance(balance_of(state, account, asset), reserved, multiple)
    if asset != BASE_ASSET:
        return free
    return Atoms(max(0, free - owed_by(state, account)))  # [PRP-042]


def deliverable_by(state: State, order: Order, price: Price) -> Lots:
    """Lots that an order can deliver in a trade at `price` (SPT-005, PRP-013, MAT-027)."""
    if not has_ledger(state):
        return order.open_lots  # [MAT-027] [CMD-002]
    if opens_loans(state, order.market):
        return _lendable_by(state, order)
    if is_perpetual(state, order.market):
        return position_room(state, order)  # [PRP-013]
    balance = balance_of(state, order.account, given_asset(state, order.market, order.side))
    if order.side is Side.BUY:
        return deliverable_lots(balance, price)  # [SPT-005]
    return deliverable_lots(balance, market_lot_atoms(state, order.market))  # [SPT-005]


def _lendable_by(state: State, order: Order) -> Lots:
    """Lots that an order on a lending market can deliver (LND-005, LND-006)."""
    if is_at_loan_limit(state, order):
        return Lots(0)  # [LND-006]
    if order.side is Side.BUY:
        return order.open_lots  # [LND-005]
    market = state.markets[order.market]
    balance = balance_of(state, order.account, market.asset)
    lot_atoms = market_lot_atoms(state, order.market)
    return lendable_lots(balance, market.minimum_lots, lot_atoms)  # [LND-005]


def settle(state: State, buyer: Order, seller: Order, price: Price, lots: Lots) -> State:
    """Exchange base atoms for atoms of the market's asset, exactly (SPT-010)."""
    if not has_ledger(state):
        return state  # [CMD-002]
    asset = state.markets[buyer.market].asset
    cost = cost_atoms(price, lots)
    atoms = atoms_of_lots(lots, market_lot_atoms(state, buyer.market))
    state = change_balance(state, buyer.account, BASE_ASSET, -cost)  # [SPT-010]
    state = change_balance(state, seller.account, BASE_ASSET, cost)  # [SPT-010]
    state = change_balance(state, seller.account, asset, -atoms)  # [SPT-010]
    return change_balance(state, buyer.account, asset, atoms)  # [SPT-010]


def lend(
    state: State, buyer: Order, seller: Order, rate: Price, lots: Lots
) -> tuple[State, LoanOpened]:
    """Move the principal of a trade on a lending market and open its loan (LND-011)."""
    assert seller.returnable is not None
    assert seller.extensible is not None
    asset = state.markets[buyer.market].asset
    atoms = atoms_of_lots(lots, market_lot_atoms(state, buyer.market))
    state = move_atoms(state, seller.account, buyer.account, asset, atoms)  # [LND-011]
    flags = (seller.returnable, seller.extensible)
    return open_loan(state, seller.account, flags, buyer, lots, rate)  # [LND-011]


def charge_fee(
    state: State, order: Order, rate: FeeRate, price: Price, lots: Lots
) -> tuple[State, Order, tuple[FeePaid, ...]]:
    """Take the fee of one trade from what an order received, after settlement (SPT-012).

    Gives the state with balance and treasury changed, the order with fee paid and credit changed
    (not yet stored), and the event, if at least 1 atom was paid. In `match/1` rate and cap are 0.
    """
    received = (
        atoms_of_lots(lots, market_lot_atoms(state, order.market))
        if order.side is Side.BUY
        else cost_atoms(price, lots)
    )
    asset = received_asset(state, order.market, order.side)
    fee, paid, credit = fee_of_trade(
        rate, received, order.fee_cap_atoms, order.fee_paid_atoms, order.fee_credit
    )
    order = evolve(order, fee_paid_atoms=paid, fee_credit=credit)  # [SPT-012]
    if fee == 0:
        return state, order, ()  # [SPT-012]
    state = change_balance(state, order.account, asset, -fee)  # [SPT-012]
    state = change_treasury(state, asset, fee)  # [SPT-012]
    return state, order, (FeePaid(order.account, order.order_id, asset, fee),)
