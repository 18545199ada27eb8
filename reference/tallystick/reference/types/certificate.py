"""What an account is worth under stress, with every part of it (MGN-060).

All numbers are exact: whoever has a certificate can add it up without an engine. A numerator is
a value times the denominator that its docstring names.
"""

from attrs import frozen

from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeRate,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Permille,
    Price,
)

Sign = int
"""+1 or -1 (MGN-020)."""


@frozen
class LoanProvision:
    """What a borrower will have to pay for a loan beside its principal (MGN-002).

    `interest_numerator` is in units of 1/87,600,000 atom, `fee_numerator` in units of
    1/8,760,000,000,000 atom, `claims_atoms` in atoms of the asset.
    """

    loan: LoanId
    interest_numerator: int
    fee_numerator: int
    claims_atoms: Atoms


@frozen
class OrderTerm:
    """What the term of a resting order is made of (MGN-025); `fee_rate` is its maker rate."""

    market: MarketId
    order_id: OrderId
    kind: MarketKind
    side: Side
    price: Price
    open_lots: Lots
    fee_rate: FeeRate


@frozen
class PieceValue:
    """The value of an account's part in an asset in one piece (MGN-021).

    The signs are h, e and g of MGN-020. `numerator` is in units of
    1/(lot_atoms * 10^6 * 8,760,000,000,000) base atom.
    """

    price_sign: Sign
    spot_sign: Sign
    perp_sign: Sign
    numerator: int


@frozen
class ScaleValue:
    """The value of an account's part in an asset at one scale (MGN-023).

    `pieces` are all eight, in the order +++ ++- +-+ +-- -++ -+- --+ --- of h, e and g; `least` is
    the index of the first that is least, `floor_atoms` that one rounded down to a base atom.
    """

    pieces: tuple[PieceValue, ...]
    least: int
    floor_atoms: Atoms


@frozen
class AssetCertificate:
    """The part of an account in one asset (MGN-001 to MGN-003, MGN-021 to MGN-025).

    `mark` is `lot_atoms` of the base asset (MGN-022) and never None in a certificate that an engine
    makes. Amounts are in atoms of the asset: `borrowed_atoms` and `lent_atoms` principal,
    `receivable_atoms` and `owed_atoms` settlement debts, which only the base asset has.
    `holding_numerator` is x in units of 1/8,760,000,000,000 atom, `result_atoms` is in base atoms.
    Provisions ascend by loan, orders by market and order id.
    """

    asset: AssetId
    lot_atoms: Atoms
    mark: Price | None
    risk_permille: Permille
    slippage_permille: Permille
    perp_slippage_permille: Permille
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
    initial: ScaleValue
    maintenance: ScaleValue


@frozen
class Certificate:
    """RBV initial and maintenance of an account at a time, and how they come about (MGN-024).

    `assets` are the base asset and, of the others, those that are priced and in which the account
    has a balance, a loan, a leg or a resting order, ascending. Both RBV are in base atoms, as large
    as they are.
    """

    account: AccountId
    now: Milliseconds
    initial_scale_permille: Permille
    maintenance_scale_permille: Permille
    lent_haircut_permille: Permille
    assets: tuple[AssetCertificate, ...]
    initial_atoms: Atoms
    maintenance_atoms: Atoms
