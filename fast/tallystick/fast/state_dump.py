"""The whole state of a kernel as a dump (STA-020): no row number leaks into it."""

from tallystick.fast.event_rows import (
    MARKET_KINDS,
    ORDER_TYPES,
    POLICIES,
    is_reduce_only,
    offer_flags,
    time_or_none,
)
from tallystick.fast.kernel import codes, layout
from tallystick.fast.kernel.venue import Venue
from tallystick.fast.liquidation_dump import dump_escrows
from tallystick.fast.loan_dump import dump_loans
from tallystick.fast.margin_dump import dump_announced, dump_risk
from tallystick.fast.perp_dump import dump_debts, dump_funding, dump_legs, last_leg
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.dump import (
    AccountDump,
    AssetDump,
    BalanceDump,
    MarketDump,
    OrderDump,
    StateDump,
)
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    EscrowId,
    FeeCredit,
    FeeRate,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
    PrincipalId,
)


def dump_state(profile: Profile, parameters: Parameters, venue: Venue) -> StateDump:
    """Read the state of a venue."""
    return StateDump(
        profile=profile,
        parameters=parameters,
        now=Milliseconds(venue.now),
        assets=tuple(_asset(venue, asset) for asset in range(1, venue.asset_count + 1)),
        markets=tuple(_market(venue, market) for market in range(1, venue.market_count + 1)),
        accounts=tuple(_account(venue, account) for account in range(1, venue.account_count + 1)),
        last_loan=LoanId(venue.loans.last_loan) if venue.has_loans else None,
        loans=dump_loans(venue) if venue.has_loans else None,
        debts=dump_debts(venue) if venue.has_perps else None,
        last_escrow=EscrowId(venue.escrows.last_escrow) if venue.has_liquidation else None,
        escrows=dump_escrows(venue) if venue.has_liquidation else None,
    )


def _asset(venue: Venue, asset: int) -> AssetDump:
    cell = asset * layout.ASSET_WIDTH
    row = venue.assets[cell : cell + layout.ASSET_WIDTH]
    # A mark is at least 1 (NUM-010), so 0 says that there is none.
    has_mark = row[layout.ASSET_MARK] != 0
    return AssetDump(
        asset=AssetId(asset),
        lot_atoms=Atoms(row[layout.ASSET_LOT_ATOMS]),
        fee_cap_atoms=Atoms(row[layout.ASSET_FEE_CAP]),
        mark=Price(row[layout.ASSET_MARK]) if has_mark else None,
        mark_time=Milliseconds(row[layout.ASSET_MARK_TIME]) if has_mark else None,
        supply_atoms=Atoms(row[layout.ASSET_SUPPLY]),
        treasury_atoms=Atoms(row[layout.ASSET_TREASURY]),
        risk=dump_risk(venue, asset) if venue.has_margin else None,
        announced=dump_announced(venue, asset) if venue.has_margin else None,
    )


def _market(venue: Venue, market: int) -> MarketDump:
    cell = market * layout.MARKET_WIDTH
    row = venue.markets[cell : cell + layout.MARKET_WIDTH]
    is_perp = venue.has_perps and row[layout.MARKET_KIND] == codes.PERP
    return MarketDump(
        market=MarketId(market),
        asset=AssetId(row[layout.MARKET_ASSET]),
        kind=MARKET_KINDS[row[layout.MARKET_KIND]],
        tick=Price(row[layout.MARKET_TICK]),
        minimum_lots=Lots(row[layout.MARKET_MINIMUM]),
        halted=row[layout.MARKET_IS_HALTED] != 0,
        bids=_side(venue, 2 * market + codes.BUY),
        asks=_side(venue, 2 * market + codes.SELL),
        funding=dump_funding(venue, market) if is_perp else None,
        last_leg=last_leg(venue, market) if is_perp else None,
        legs=dump_legs(venue, market) if is_perp else None,
    )


def _side(venue: Venue, book: int) -> tuple[OrderDump, ...]:
    cells = memoryview(venue.orders.standing(book)).tolist()
    width = layout.ORDER_WIDTH
    return tuple(_order(cells[start : start + width]) for start in range(0, len(cells), width))


def _order(row: list[int]) -> OrderDump:
    terms = row[layout.ORDER_TERMS]
    rates = row[layout.ORDER_RATES]
    returnable, extensible = offer_flags(terms)
    return OrderDump(
        account=AccountId(row[layout.ORDER_ACCOUNT]),
        order_id=OrderId(row[layout.ORDER_ID]),
        price=Price(row[layout.ORDER_PRICE]),
        open_lots=Lots(row[layout.ORDER_OPEN_LOTS]),
        order_type=ORDER_TYPES[terms % layout.TERMS_TYPES],
        self_trade=POLICIES[terms % layout.TERMS_SPAN // layout.TERMS_TYPES],
        expires_at=time_or_none(row[layout.ORDER_EXPIRES_AT]),
        reduce_only=is_reduce_only(terms),
        maker_fee_rate=FeeRate(rates // layout.RATES_SPAN),
        taker_fee_rate=FeeRate(rates % layout.RATES_SPAN),
        fee_cap_atoms=Atoms(row[layout.ORDER_FEE_CAP]),
        fee_paid_atoms=Atoms(row[layout.ORDER_FEE_PAID]),
        fee_credit=FeeCredit(row[layout.ORDER_FEE_CREDIT]),
        returnable=returnable,
        extensible=extensible,
    )


def _account(venue: Venue, account: int) -> AccountDump:
    cell = account * layout.ACCOUNT_WIDTH
    row = venue.accounts[cell : cell + layout.ACCOUNT_WIDTH]
    last_engine_order_id = OrderId(row[layout.ACCOUNT_LAST_ENGINE_ORDER_ID])
    return AccountDump(
        account=AccountId(account),
        owner=PrincipalId(row[layout.ACCOUNT_OWNER]),
        delegates=_delegates(venue, account, row[layout.ACCOUNT_DELEGATES]),
        fee_exempt=row[layout.ACCOUNT_FEE_EXEMPT] != 0,
        last_order_id=OrderId(row[layout.ACCOUNT_LAST_ORDER_ID]),
        balances=_balances(venue, account) if venue.has_ledger else (),
        last_engine_order_id=last_engine_order_id if venue.has_loans else None,
    )


def _delegates(venue: Venue, account: int, count: int) -> tuple[PrincipalId, ...]:
    first = venue.first_delegate(account)
    return tuple(PrincipalId(each) for each in sorted(venue.delegates[first : first + count]))


def _balances(venue: Venue, account: int) -> tuple[BalanceDump, ...]:
    """STA-022."""
    balances = []
    for asset in range(1, venue.asset_count + 1):
        atoms = venue.balance(account, asset)
        reserved_atoms = venue.reserved(account, asset)
        if atoms != 0 or reserved_atoms != 0:
            balances.append(BalanceDump(AssetId(asset), Atoms(atoms), Atoms(reserved_atoms)))
    return tuple(balances)
