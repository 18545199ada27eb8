"""What an account has in every asset that is priced: its part of the portfolio (chapter 08)."""

from attrs import frozen

from tallystick.reference.debts import owed_by, owed_to
from tallystick.reference.legs import value_at
from tallystick.reference.loans import principal_atoms
from tallystick.reference.numbers import FEE_RATE_UNITS
from tallystick.reference.payments import claims_atoms
from tallystick.reference.pricing import margin_parameters, pricing_of
from tallystick.reference.risk import Risk
from tallystick.reference.state import BASE_ASSET, Asset, Loan, State
from tallystick.reference.stress import (
    HOLDING_UNITS,
    fee_to_pay,
    hours_to_pay,
    interest_to_pay,
    lent_holding,
)
from tallystick.reference.types.certificate import LoanProvision, OrderTerm
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Hours,
    LoanId,
    Price,
)


@frozen
class Exposure:
    """The part of an account in one asset; fields as in `AssetCertificate` (MGN-001, MGN-003)."""

    asset: AssetId
    lot_atoms: Atoms
    mark: Price
    risk: Risk
    balance_atoms: Atoms
    borrowed_atoms: Atoms
    lent_atoms: Atoms
    receivable_atoms: Atoms
    owed_atoms: Atoms
    provisions: tuple[LoanProvision, ...]
    holding_numerator: int
    position_lots: int
    result_atoms: Atoms
    orders: tuple[OrderTerm, ...]


def exposures(state: State, account: AccountId, announced: bool = False) -> tuple[Exposure, ...]:
    """The parts of an account in the base asset and in every priced asset where it has any.

    Ascending by asset; under announced risk values, if wanted (MGN-060).
    """
    loans, orders = _loans_by_asset(state, account), _orders_by_asset(state, account)
    positions = _positions_by_asset(state, account)
    found = []
    for asset in state.assets.values():
        pricing = pricing_of(asset, announced)  # [MGN-004]
        if pricing is None:
            continue  # [MGN-023]
        of_asset = (loans.get(asset.asset, ()), orders.get(asset.asset, ()))
        position = positions.get(asset.asset)
        held = state.accounts[account].balances.get(asset.asset, Atoms(0))
        is_there = held != 0 or position is not None or of_asset != ((), ())
        if is_there or asset.asset == BASE_ASSET:
            found.append(_exposure(state, account, asset, pricing, held, of_asset, position))
    return tuple(found)


def _exposure(
    state: State,
    account: AccountId,
    asset: Asset,
    pricing: tuple[Price, Risk],
    balance: Atoms,
    of_asset: tuple[tuple[Loan, ...], tuple[OrderTerm, ...]],
    position: tuple[int, Atoms] | None,
) -> Exposure:
    """One part: what the account holds, faces and orders in an asset."""
    (mark, risk), (loans, orders) = pricing, of_asset
    lots, result = position or (0, Atoms(0))  # [MGN-003] [MGN-022]
    borrowed = [loan for loan in loans if loan.borrower == account]
    lent = [loan for loan in loans if loan.lender == account]
    borrowed_atoms = sum(principal_atoms(state, loan) for loan in borrowed)
    provisions = tuple(_provision(state, loan) for loan in borrowed)  # [MGN-002]
    is_base = asset.asset == BASE_ASSET
    receivable = owed_to(state, account) if is_base else Atoms(0)  # [MGN-001]
    owed = owed_by(state, account) if is_base else Atoms(0)  # [MGN-001]
    haircut = margin_parameters(state).lent_haircut_permille
    holding = (
        (balance - borrowed_atoms + receivable - owed) * HOLDING_UNITS  # [MGN-001]
        - sum(_provision_numerator(each) for each in provisions)  # [MGN-001]
        + sum(lent_holding(principal_atoms(state, loan), haircut) for loan in lent)  # [MGN-001]
    )
    return Exposure(
        asset=asset.asset,
        lot_atoms=asset.lot_atoms,
        mark=mark,
        risk=risk,
        balance_atoms=balance,
        borrowed_atoms=Atoms(borrowed_atoms),
        lent_atoms=Atoms(sum(principal_atoms(state, loan) for loan in lent)),
        receivable_atoms=receivable,
        owed_atoms=owed,
        provisions=provisions,
        holding_numerator=holding,
        position_lots=lots,
        result_atoms=result,
        orders=orders,
    )


def _provision(state: State, loan: Loan) -> LoanProvision:
    """What the borrower of a loan will have to pay beside its principal (MGN-002)."""
    hours = hours_to_pay(loan.start, loan.due, state.now)  # [MGN-002]
    left = Hours(hours - loan.hours_paid)  # [MGN-002]
    interest = interest_to_pay(principal_atoms(state, loan), loan.rate, left, loan.interest_credit)
    fee = fee_to_pay(interest, loan.fee_rate, loan.fee_left_atoms, loan.fee_credit)
    return LoanProvision(loan.loan, interest, fee, claims_atoms(loan))  # [MGN-002]


def _provision_numerator(provision: LoanProvision) -> int:
    """A provision in units of 1/8,760,000,000,000 atom (MGN-002)."""
    interest = provision.interest_numerator * FEE_RATE_UNITS
    return interest + provision.fee_numerator + provision.claims_atoms * HOLDING_UNITS


def _loans_by_asset(state: State, account: AccountId) -> dict[AssetId, tuple[Loan, ...]]:
    """The loans to which an account is party, ascending by id in every asset."""
    found: dict[AssetId, tuple[Loan, ...]] = {}
    for loan in state.loans.values():
        if loan.lender == account or loan.borrower == account:
            found[loan.asset] = (*found.get(loan.asset, ()), loan)
    return {asset: tuple(sorted(loans, key=_loan_id)) for asset, loans in found.items()}


def _loan_id(loan: Loan) -> LoanId:
    return loan.loan


def _orders_by_asset(state: State, account: AccountId) -> dict[AssetId, tuple[OrderTerm, ...]]:
    """All resting orders of an account, expired or not, by market and id in every asset."""
    found: dict[AssetId, tuple[OrderTerm, ...]] = {}
    orders = sorted(
        state.accounts[account].orders.values(), key=lambda each: (each.market, each.order_id)
    )
    for order in orders:  # [MGN-025]
        market = state.markets[order.market]
        term = OrderTerm(
            market=order.market,
            order_id=order.order_id,
            kind=market.kind,
            side=order.side,
            price=order.price,
            open_lots=order.open_lots,
            fee_rate=order.maker_fee_rate,  # [MGN-025]
        )
        found[market.asset] = (*found.get(market.asset, ()), term)  # [MGN-025]
    return found


def _positions_by_asset(state: State, account: AccountId) -> dict[AssetId, tuple[int, Atoms]]:
    """Position and result of an account in every asset where it has a leg (MGN-003)."""
    found: dict[AssetId, tuple[int, Atoms]] = {}
    for market in state.markets.values():
        mark = state.assets[market.asset].mark
        for leg in market.legs.values():
            if leg.long_account == account or leg.short_account == account:
                assert mark is not None
                sign = 1 if leg.long_account == account else -1  # [MGN-003]
                lots, result = found.get(market.asset, (0, Atoms(0)))
                value = sign * value_at(market, leg, mark)  # [MGN-003]
                found[market.asset] = (lots + sign * leg.lots, Atoms(result + value))  # [MGN-003]
    return found
