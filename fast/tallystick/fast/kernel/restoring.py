"""A venue filled from a dump, part by part (STA-025).

For a new venue only, and what is told must be valid (STA-026): assets, markets and accounts in the
order of their ids, then balances, then the orders of each side, best first, then the loans of each
borrower, oldest first, or the legs of each market, oldest first, and each debtor's debts in the
order of PRP-039, and escrows.
"""

from librt.vecs import vec
from mypy_extensions import i64

from .codes import NONE, PERP
from .layout import (
    ACCOUNT_DELEGATES,
    ACCOUNT_FEE_EXEMPT,
    ACCOUNT_LAST_ENGINE_ORDER_ID,
    ACCOUNT_LAST_ORDER_ID,
    ACCOUNT_OWNER,
    ACCOUNT_WIDTH,
    ASSET_FEE_CAP,
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_MARK_TIME,
    ASSET_SUPPLY,
    ASSET_TREASURY,
    ASSET_WIDTH,
    DEBTOR_LAST,
    DEBTOR_WIDTH,
    FUNDING_WIDTH,
    HOLDING_BALANCE,
    LOAN_WIDTH,
    MARKET_ASSET,
    MARKET_IS_HALTED,
    MARKET_KIND,
    MARKET_LOT_ATOMS,
    MARKET_MINIMUM,
    MARKET_TICK,
    MARKET_WIDTH,
    RISK_PERP_MARKET,
    RISK_WIDTH,
)
from .risk import note_stale
from .stress import reprice
from .trading import rest
from .venue import Venue


def restore_asset(
    venue: Venue,
    asset: i64,
    lot_atoms: i64,
    fee_cap: i64,
    mark: i64,
    mark_time: i64,
    supply: i64,
    treasury: i64,
) -> None:
    """The next asset, or the base asset, which is there; a mark of 0 is none."""
    cell = asset * ASSET_WIDTH
    venue.asset_count = asset
    venue.assets[cell + ASSET_LOT_ATOMS] = lot_atoms
    venue.assets[cell + ASSET_FEE_CAP] = fee_cap
    venue.assets[cell + ASSET_MARK] = mark
    venue.assets[cell + ASSET_MARK_TIME] = mark_time
    venue.assets[cell + ASSET_SUPPLY] = supply
    venue.assets[cell + ASSET_TREASURY] = treasury


def restore_risk(venue: Venue, asset: i64, fields: vec[i64]) -> None:
    """Risk values of an asset that is there, in force and announced, as they stand in its row."""
    field: i64 = 0
    while field < len(fields):
        venue.margin.risks[asset * RISK_WIDTH + field] = fields[field]
        field += 1
    reprice(venue, asset)
    note_stale(venue)


def restore_market(
    venue: Venue, market: i64, asset: i64, kind: i64, tick: i64, minimum_lots: i64, halted: i64
) -> None:
    """The next market, without its orders."""
    cell = market * MARKET_WIDTH
    venue.market_count = market
    venue.markets[cell + MARKET_ASSET] = asset
    venue.markets[cell + MARKET_KIND] = kind
    venue.markets[cell + MARKET_TICK] = tick
    venue.markets[cell + MARKET_MINIMUM] = minimum_lots
    venue.markets[cell + MARKET_IS_HALTED] = halted
    venue.markets[cell + MARKET_LOT_ATOMS] = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    if venue.has_margin and kind == PERP:
        venue.margin.risks[asset * RISK_WIDTH + RISK_PERP_MARKET] = market


def restore_account(
    venue: Venue,
    account: i64,
    owner: i64,
    fee_exempt: i64,
    last_order_id: i64,
    last_engine_order_id: i64,
) -> None:
    """The next account, with neither delegates nor balances."""
    cell = account * ACCOUNT_WIDTH
    venue.account_count = account
    venue.accounts[cell + ACCOUNT_OWNER] = owner
    venue.accounts[cell + ACCOUNT_FEE_EXEMPT] = fee_exempt
    venue.accounts[cell + ACCOUNT_LAST_ORDER_ID] = last_order_id
    venue.accounts[cell + ACCOUNT_LAST_ENGINE_ORDER_ID] = last_engine_order_id


def restore_delegate(venue: Venue, account: i64, principal: i64) -> None:
    """One more delegate of an account."""
    count = venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_DELEGATES]
    venue.delegates[venue.first_delegate(account) + count] = principal
    venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_DELEGATES] = count + 1


def restore_balance(venue: Venue, account: i64, asset: i64, atoms: i64) -> None:
    """What an account holds of an asset; what it has reserved comes with its orders."""
    venue.holdings[venue.holding_cell(account, asset) + HOLDING_BALANCE] = atoms


def restore_order(
    venue: Venue,
    account: i64,
    order_id: i64,
    book: i64,
    price: i64,
    open_lots: i64,
    order_type: i64,
    self_trade: i64,
    expires_at: i64,
    rates: i64,
    fee_cap: i64,
    fee_paid: i64,
    fee_credit: i64,
    flags: i64,
) -> None:
    """The next resting order of its side: it joins the tail of its price as after a walk."""
    taker = venue.taker
    taker.account = account
    taker.order_id = order_id
    taker.book = book
    taker.price = price
    taker.open_lots = open_lots
    taker.order_type = order_type
    taker.self_trade = self_trade
    taker.expires_at = expires_at
    taker.rates = rates
    taker.fee_cap = fee_cap
    taker.fee_paid = fee_paid
    taker.fee_credit = fee_credit
    taker.flags = flags
    rest(venue)
    venue.commit()
    venue.events.count = 0


def restore_loan(venue: Venue, fields: vec[i64]) -> None:
    """A loan without its claims; `fields` are those of its row, as far as they are no links."""
    loans = venue.loans
    loan = loans.take_row()
    field: i64 = 0
    while field < len(fields):
        loans.rows[loan * LOAN_WIDTH + field] = fields[field]
        field += 1
    loans.enter(loan, NONE)


def restore_claim(venue: Venue, loan_id: i64, account: i64, interest: i64, fee: i64) -> None:
    """The next claim on a loan."""
    venue.loans.add_claim(venue.loans.find(loan_id), account, interest, fee)


def restore_funding(venue: Venue, market: i64, fields: vec[i64]) -> None:
    """What a perpetual market has beside its orders and legs; `fields` are those of its row."""
    field: i64 = 0
    while field < len(fields):
        venue.perps.funding[market * FUNDING_WIDTH + field] = fields[field]
        field += 1


def restore_leg(
    venue: Venue,
    market: i64,
    number: i64,
    long_account: i64,
    short_account: i64,
    lots: i64,
    cost: i64,
    funding_base: i64,
) -> None:
    """The next leg of its market."""
    legs = venue.perps.legs
    legs.enter(market, number, long_account, short_account, lots, cost, funding_base)
    legs.shift(long_account, market, lots)
    legs.shift(short_account, market, -lots)


def restore_debt(venue: Venue, debtor: i64, creditor: i64, due: i64, atoms: i64) -> None:
    """The next debt of its debtor."""
    debts = venue.perps.debts
    before = debts.debtors[debtor * DEBTOR_WIDTH + DEBTOR_LAST]
    debts.enter(before, debtor, creditor, due, atoms)


def restore_escrow(
    venue: Venue, escrow: i64, account: i64, target: i64, atoms: i64, due: i64
) -> None:
    """A reward in escrow."""
    venue.escrows.enter(escrow, account, target, atoms, due)
