"""The commands beside trading: accounts, delegates, ledger, listings, switches, clock.

Ranges have been judged. Each command is judged completely before it writes; each returns a reason,
or ACCEPTED.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .admission import HIGHEST_ATOMS
from .codes import (
    ACCEPTED,
    ACCOUNT_OPENED,
    ASSET_LISTED,
    BASE_ASSET,
    BOOK,
    DELEGATE_ADDED,
    DELEGATE_EXISTS,
    DELEGATE_IS_OWNER,
    DELEGATE_REMOVED,
    DEPOSITED,
    FEE_EXEMPT_SET,
    HALTED_SET,
    INSUFFICIENT_FREE_BALANCE,
    INSUFFICIENT_TREASURY,
    LEND,
    MARK_SET,
    MARK_TOO_HIGH,
    MARKET_KIND_TAKEN,
    MARKET_LISTED,
    NOT_PERP,
    NOT_SAME_OWNER,
    PERP,
    SAME_ACCOUNT,
    SUPPLY_LIMIT,
    TIME_ADVANCED,
    TIME_REVERSED,
    TOO_MANY_ACCOUNTS,
    TOO_MANY_ASSETS,
    TOO_MANY_DELEGATES,
    TOO_MANY_MARKETS,
    TRANSFERRED,
    TREASURY_WITHDRAWN,
    UNKNOWN_ASSET,
    UNKNOWN_DELEGATE,
    UNKNOWN_MARKET,
    WITHDRAWN,
)
from .fees import ceil_div
from .funding import tick_markets
from .layout import (
    ACCOUNT_DELEGATES,
    ACCOUNT_FEE_EXEMPT,
    ACCOUNT_OWNER,
    ACCOUNT_WIDTH,
    ASSET_FEE_CAP,
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_MARK_TIME,
    ASSET_SUPPLY,
    ASSET_TREASURY,
    ASSET_WIDTH,
    COMMAND_ACCOUNT,
    COMMAND_ASSET,
    COMMAND_ATOMS,
    COMMAND_FLAG,
    COMMAND_LOTS,
    COMMAND_MARKET,
    COMMAND_MARKET_KIND,
    COMMAND_NOW,
    COMMAND_OTHER,
    COMMAND_PRICE,
    COMMAND_SIGNER,
    COMMAND_SOURCE,
    KIND_SPAN,
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
from .risk import bring_into_force, note_stale
from .stress import reprice
from .venue import BASE, Venue

TENTHS: Final = 10


def is_delegate(venue: Venue, account: i64, principal: i64) -> bool:
    """Whether the principal is a delegate of the account (STA-004)."""
    cell = venue.first_delegate(account)
    end = cell + venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_DELEGATES]
    while cell < end:
        if venue.delegates[cell] == principal:
            return True
        cell += 1
    return False


def open_account(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-020."""
    if venue.account_count >= venue.limits.max_accounts:
        return TOO_MANY_ACCOUNTS
    venue.account_count += 1
    account = venue.account_count
    owner = commands[command + COMMAND_SIGNER]
    venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER] = owner
    venue.events.note(ACCOUNT_OPENED, account, owner)
    return ACCEPTED


def add_delegate(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-021."""
    account = commands[command + COMMAND_ACCOUNT]
    principal = commands[command + COMMAND_OTHER]
    cell = account * ACCOUNT_WIDTH
    if principal == venue.accounts[cell + ACCOUNT_OWNER]:
        return DELEGATE_IS_OWNER
    if is_delegate(venue, account, principal):
        return DELEGATE_EXISTS
    count = venue.accounts[cell + ACCOUNT_DELEGATES]
    if count >= venue.limits.max_delegates_per_account:
        return TOO_MANY_DELEGATES
    venue.delegates[venue.first_delegate(account) + count] = principal
    venue.accounts[cell + ACCOUNT_DELEGATES] = count + 1
    venue.events.note(DELEGATE_ADDED, account, principal)
    return ACCEPTED


def remove_delegate(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-022."""
    account = commands[command + COMMAND_ACCOUNT]
    principal = commands[command + COMMAND_OTHER]
    if not is_delegate(venue, account, principal):
        return UNKNOWN_DELEGATE
    count_cell = account * ACCOUNT_WIDTH + ACCOUNT_DELEGATES
    delegate = venue.first_delegate(account)
    last = delegate + venue.accounts[count_cell] - 1
    while venue.delegates[delegate] != principal:
        delegate += 1
    # The last one takes its place: their order means nothing.
    venue.delegates[delegate] = venue.delegates[last]
    venue.accounts[count_cell] -= 1
    venue.events.note(DELEGATE_REMOVED, account, principal)
    return ACCEPTED


def deposit(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-023."""
    account = commands[command + COMMAND_ACCOUNT]
    asset = commands[command + COMMAND_ASSET]
    atoms = commands[command + COMMAND_ATOMS]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if atoms > HIGHEST_ATOMS - venue.assets[asset * ASSET_WIDTH + ASSET_SUPPLY]:
        return SUPPLY_LIMIT
    venue.add_supply(asset, atoms)
    venue.add_balance(account, asset, atoms)
    venue.events.note(DEPOSITED, account, asset, atoms)
    return ACCEPTED


def free_balance(venue: Venue, account: i64, asset: i64) -> i64:
    """SPT-004."""
    locked = ceil_div(
        venue.reserved(account, asset) * TENTHS, venue.limits.reservation_multiple_tenths
    )
    if venue.has_perps and asset == BASE:
        locked += venue.perps.debts.owes(account)  # PRP-042
    balance = venue.balance(account, asset)
    return balance - locked if balance > locked else 0


def withdraw(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-024."""
    account = commands[command + COMMAND_ACCOUNT]
    asset = commands[command + COMMAND_ASSET]
    atoms = commands[command + COMMAND_ATOMS]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if atoms > free_balance(venue, account, asset):
        return INSUFFICIENT_FREE_BALANCE
    venue.add_supply(asset, -atoms)
    venue.add_balance(account, asset, -atoms)
    venue.events.note(WITHDRAWN, account, asset, atoms)
    return ACCEPTED


def transfer(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-025; both accounts exist."""
    account = commands[command + COMMAND_ACCOUNT]
    to_account = commands[command + COMMAND_OTHER]
    asset = commands[command + COMMAND_ASSET]
    atoms = commands[command + COMMAND_ATOMS]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if account == to_account:
        return SAME_ACCOUNT
    owner = venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_OWNER]
    if venue.accounts[to_account * ACCOUNT_WIDTH + ACCOUNT_OWNER] != owner:
        return NOT_SAME_OWNER
    if atoms > free_balance(venue, account, asset):
        return INSUFFICIENT_FREE_BALANCE
    venue.add_balance(account, asset, -atoms)
    venue.add_balance(to_account, asset, atoms)
    venue.events.note(TRANSFERRED, account, to_account, asset, atoms)
    return ACCEPTED


def list_asset(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-026."""
    if venue.asset_count >= venue.limits.max_assets:
        return TOO_MANY_ASSETS
    venue.asset_count += 1
    asset = venue.asset_count
    lot_atoms = commands[command + COMMAND_ATOMS]
    fee_cap_atoms = commands[command + COMMAND_OTHER]
    venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS] = lot_atoms
    venue.assets[asset * ASSET_WIDTH + ASSET_FEE_CAP] = fee_cap_atoms
    venue.events.note(ASSET_LISTED, asset, lot_atoms, fee_cap_atoms)
    return ACCEPTED


def list_market(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-027; the profile has this kind."""
    asset = commands[command + COMMAND_ASSET]
    kind = commands[command + COMMAND_MARKET_KIND]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if asset == BASE and kind != LEND:
        return BASE_ASSET
    source = commands[command + COMMAND_SOURCE]
    if source != 0 and kind != PERP:
        return NOT_PERP
    market: i64 = 1
    while market <= venue.market_count:
        cell = market * MARKET_WIDTH
        if (
            venue.markets[cell + MARKET_ASSET] == asset
            and venue.markets[cell + MARKET_KIND] == kind
        ):
            return MARKET_KIND_TAKEN
        market += 1
    if venue.market_count >= venue.limits.max_markets:
        return TOO_MANY_MARKETS
    venue.market_count = market
    tick = commands[command + COMMAND_PRICE]
    minimum_lots = commands[command + COMMAND_LOTS]
    cell = market * MARKET_WIDTH
    venue.markets[cell + MARKET_ASSET] = asset
    venue.markets[cell + MARKET_KIND] = kind
    venue.markets[cell + MARKET_TICK] = tick
    venue.markets[cell + MARKET_MINIMUM] = minimum_lots
    venue.markets[cell + MARKET_LOT_ATOMS] = venue.assets[asset * ASSET_WIDTH + ASSET_LOT_ATOMS]
    if venue.has_perps and kind == PERP:
        source = max(source, BOOK + 1)
        venue.perps.open_market(market, source - 1)
        if venue.has_margin:
            venue.margin.risks[asset * RISK_WIDTH + RISK_PERP_MARKET] = market
    venue.events.note(MARKET_LISTED, market, asset, kind + KIND_SPAN * source, tick, minimum_lots)
    return ACCEPTED


def set_mark(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-028."""
    asset = commands[command + COMMAND_ASSET]
    mark = commands[command + COMMAND_PRICE]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if asset == BASE:
        return BASE_ASSET
    if venue.has_perps and mark > venue.perps.limits.highest_mark:
        return MARK_TOO_HIGH
    venue.assets[asset * ASSET_WIDTH + ASSET_MARK] = mark
    venue.assets[asset * ASSET_WIDTH + ASSET_MARK_TIME] = venue.now
    if venue.has_margin:
        reprice(venue, asset)
        note_stale(venue)
    venue.events.note(MARK_SET, asset, mark)
    return ACCEPTED


def set_halted(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-029."""
    market = commands[command + COMMAND_MARKET]
    halted = commands[command + COMMAND_FLAG]
    if market > venue.market_count:
        return UNKNOWN_MARKET
    if venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] != halted:
        venue.markets[market * MARKET_WIDTH + MARKET_IS_HALTED] = halted
        venue.events.note(HALTED_SET, market, halted)
    return ACCEPTED


def set_fee_exempt(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-030."""
    account = commands[command + COMMAND_ACCOUNT]
    exempt = commands[command + COMMAND_FLAG]
    if venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_FEE_EXEMPT] != exempt:
        venue.accounts[account * ACCOUNT_WIDTH + ACCOUNT_FEE_EXEMPT] = exempt
        venue.events.note(FEE_EXEMPT_SET, account, exempt)
    return ACCEPTED


def withdraw_treasury(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-031."""
    asset = commands[command + COMMAND_ASSET]
    atoms = commands[command + COMMAND_ATOMS]
    if asset > venue.asset_count:
        return UNKNOWN_ASSET
    if atoms > venue.assets[asset * ASSET_WIDTH + ASSET_TREASURY]:
        return INSUFFICIENT_TREASURY
    venue.assets[asset * ASSET_WIDTH + ASSET_TREASURY] -= atoms
    venue.assets[asset * ASSET_WIDTH + ASSET_SUPPLY] -= atoms
    venue.events.note(TREASURY_WITHDRAWN, asset, atoms)
    return ACCEPTED


def advance_time(venue: Venue, commands: vec[i64], command: i64) -> i64:
    """CMD-032."""
    now = commands[command + COMMAND_NOW]
    if now < venue.now:
        return TIME_REVERSED
    if now > venue.now:
        before = venue.now
        venue.now = now
        venue.events.note(TIME_ADVANCED, now)
        if venue.has_perps:
            tick_markets(venue, before, now)
        if venue.has_margin:
            bring_into_force(venue)
            note_stale(venue)
    return ACCEPTED
