"""How the value of an account comes about, from the buffers of a kernel (MGN-060)."""

from collections.abc import Iterator

from tallystick.fast.event_rows import MARKET_KINDS, SIDES
from tallystick.fast.kernel import exact_value, layout
from tallystick.fast.kernel.codes import NONE
from tallystick.fast.kernel.holdings import position_of, result_of
from tallystick.fast.kernel.payments import claims_total, principal_atoms
from tallystick.fast.kernel.stress import is_priced
from tallystick.fast.kernel.venue import BASE, Venue
from tallystick.reference.types.certificate import (
    AssetCertificate,
    Certificate,
    LoanProvision,
    OrderTerm,
    PieceValue,
    ScaleValue,
)
from tallystick.reference.types.parameters import MarginParameters
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

_FACTORS = 10**6 * exact_value.ATOM


def certificate_of(venue: Venue, account: int, margin: MarginParameters) -> Certificate:
    """The certificate of an account that is open."""
    assets = tuple(
        _asset(venue, account, asset, margin)
        for asset in range(BASE, venue.asset_count + 1)
        if asset == BASE or (is_priced(venue, asset) and _has_part(venue, account, asset))
    )
    return Certificate(
        account=AccountId(account),
        now=Milliseconds(venue.now),
        initial_scale_permille=margin.initial_scale_permille,
        maintenance_scale_permille=margin.maintenance_scale_permille,
        lent_haircut_permille=margin.lent_haircut_permille,
        assets=assets,
        initial_atoms=Atoms(sum(asset.initial.floor_atoms for asset in assets)),
        maintenance_atoms=Atoms(sum(asset.maintenance.floor_atoms for asset in assets)),
    )


def _has_part(venue: Venue, account: int, asset: int) -> bool:
    return bool(
        venue.balance(account, asset) != 0
        or position_of(venue, account, asset) != 0
        or any(_orders(venue, account, asset))
        or any(_borrowed(venue, account, asset))
        or any(_lent(venue, account, asset))
    )


def _orders(venue: Venue, account: int, asset: int) -> Iterator[int]:
    """Rows of the resting orders of an account on the markets of an asset."""
    margin = venue.margin
    cell = margin.place_of(account, asset) * layout.PART_WIDTH
    order = margin.parts[cell + layout.PART_NEWEST_ORDER]
    while order != NONE:
        yield order
        order = margin.chain[order * layout.CHAIN_WIDTH + layout.CHAIN_EARLIER]


def _borrowed(venue: Venue, account: int, asset: int) -> Iterator[int]:
    """Rows of its loans as borrower in an asset."""
    loan = venue.loans.newest_borrowed(account)
    while loan != NONE:
        if exact_value.is_of_asset(venue, loan, asset):
            yield loan
        loan = venue.loans.rows[loan * layout.LOAN_WIDTH + layout.LOAN_OLDER]


def _lent(venue: Venue, account: int, asset: int) -> Iterator[int]:
    """Rows of its loans as lender in an asset."""
    loan = exact_value.newest_lent(venue, account)
    while loan != NONE:
        if exact_value.is_of_asset(venue, loan, asset):
            yield loan
        loan = venue.loans.rows[loan * layout.LOAN_WIDTH + layout.LOAN_BEFORE]


def _principal(venue: Venue, loans: Iterator[int]) -> Atoms:
    """Atoms of the principal of loans together."""
    rows = venue.loans.rows
    lots = {loan: rows[loan * layout.LOAN_WIDTH + layout.LOAN_PRINCIPAL] for loan in loans}
    return Atoms(sum(principal_atoms(venue, loan, lots[loan]) for loan in lots))


def _asset(venue: Venue, account: int, asset: int, margin: MarginParameters) -> AssetCertificate:
    risk = venue.margin.risks[asset * layout.RISK_WIDTH : (asset + 1) * layout.RISK_WIDTH]
    receivable, owed = 0, 0
    if asset == BASE:
        cell = account * layout.DEBTOR_WIDTH
        receivable = venue.perps.debts.debtors[cell + layout.DEBTOR_IS_OWED]
        owed = venue.perps.debts.debtors[cell + layout.DEBTOR_OWES]
    position = 0 if asset == BASE else position_of(venue, account, asset)
    orders = (_term(venue, order) for order in _orders(venue, account, asset))
    provisions = (_provision(venue, loan) for loan in _borrowed(venue, account, asset))
    return AssetCertificate(
        asset=AssetId(asset),
        lot_atoms=Atoms(_lot_atoms(venue, asset)),
        mark=Price(exact_value.mark_of_asset(venue, asset)),
        risk_permille=Permille(risk[layout.RISK_PERMILLE]),
        slippage_permille=Permille(risk[layout.RISK_SLIPPAGE]),
        perp_slippage_permille=Permille(risk[layout.RISK_PERP_SLIPPAGE]),
        balance_atoms=Atoms(venue.balance(account, asset)),
        borrowed_atoms=_principal(venue, _borrowed(venue, account, asset)),
        lent_atoms=_principal(venue, _lent(venue, account, asset)),
        receivable_atoms=Atoms(receivable),
        owed_atoms=Atoms(owed),
        provisions=tuple(sorted(provisions, key=lambda each: each.loan)),
        holding_numerator=exact_value.holding_numerator(venue, account, asset),
        position_lots=Lots(position),
        result_atoms=Atoms(result_of(venue, account, asset) if position else 0),
        orders=tuple(sorted(orders, key=lambda each: (each.market, each.order_id))),
        initial=_scale(venue, account, asset, margin.initial_scale_permille),
        maintenance=_scale(venue, account, asset, margin.maintenance_scale_permille),
    )


def _lot_atoms(venue: Venue, asset: int) -> int:
    return int(venue.assets[asset * layout.ASSET_WIDTH + layout.ASSET_LOT_ATOMS])


def _provision(venue: Venue, loan: int) -> LoanProvision:
    return LoanProvision(
        loan=LoanId(venue.loans.rows[loan * layout.LOAN_WIDTH + layout.LOAN_ID]),
        interest_numerator=exact_value.interest_numerator(venue, loan),
        fee_numerator=exact_value.fee_numerator(venue, loan),
        claims_atoms=Atoms(claims_total(venue, loan)),
    )


def _term(venue: Venue, order: int) -> OrderTerm:
    row = venue.orders.rows[order * layout.ORDER_WIDTH : (order + 1) * layout.ORDER_WIDTH]
    book = row[layout.ORDER_BOOK]
    kind = venue.markets[(book >> 1) * layout.MARKET_WIDTH + layout.MARKET_KIND]
    return OrderTerm(
        market=MarketId(book >> 1),
        order_id=OrderId(row[layout.ORDER_ID]),
        kind=MARKET_KINDS[kind],
        side=SIDES[book & 1],
        price=Price(row[layout.ORDER_PRICE]),
        open_lots=Lots(row[layout.ORDER_OPEN_LOTS]),
        fee_rate=FeeRate(row[layout.ORDER_RATES] // layout.RATES_SPAN),
    )


def _scale(venue: Venue, account: int, asset: int, scale: int) -> ScaleValue:
    numerators = exact_value.piece_numerators(venue, account, asset, scale)
    least = numerators.index(min(numerators))
    return ScaleValue(
        pieces=tuple(
            PieceValue(*signs, numerator)
            for signs, numerator in zip(exact_value.PIECES, numerators, strict=True)
        ),
        least=least,
        floor_atoms=Atoms(numerators[least] // (_lot_atoms(venue, asset) * _FACTORS)),
    )
