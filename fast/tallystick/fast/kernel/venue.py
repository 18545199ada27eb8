"""The whole state of a venue, as buffers and counters, and the writes that a command may take back.

Writes of a trading command go through this module, which journals them; other commands are
judged completely before they write.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import PERP, SELL, SPOT
from .escrows import Escrows
from .events import EventLog, most_events, most_lending_events
from .journal import (
    ACCOUNT_CELL,
    ASSET_CELL,
    CHAIN_CELL,
    HOLDING_CELL,
    JOURNAL_WIDTH,
    LEG_CELL,
    ORDER_CELL,
    ORDER_JOINED,
    ORDER_LEFT,
    Journal,
    most_entries,
    most_lending_entries,
)
from .layout import (
    ACCOUNT_LAST_ENGINE_ORDER_ID,
    ACCOUNT_LAST_ORDER_ID,
    ACCOUNT_WIDTH,
    ASSET_FEE_CAP,
    ASSET_LOT_ATOMS,
    ASSET_MARK,
    ASSET_SUPPLY,
    ASSET_TREASURY,
    ASSET_WIDTH,
    HOLDING_BALANCE,
    HOLDING_RESERVED,
    HOLDING_WIDTH,
    LINE_START,
    MARKET_ASSET,
    MARKET_KIND,
    MARKET_LOT_ATOMS,
    MARKET_WIDTH,
    ORDER_ACCOUNT,
    ORDER_BOOK,
    ORDER_FEE_CREDIT,
    ORDER_FEE_PAID,
    ORDER_ID,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_WIDTH,
    zeros,
)
from .lending_limits import LendingLimits
from .liquidation_limits import LiquidationLimits
from .loans import Loans
from .margin import Margin
from .margin_limits import MarginLimits
from .orders import Orders
from .perp_limits import PerpLimits
from .perp_room import PerpRoom
from .perps import Perps
from .winding_room import WindingRoom, usual_close_out

BASE: Final = 1
"""The base asset (STA-003)."""
OPERATOR: Final = 0
"""The principal who lists, halts and moves the clock (STA-002)."""
FIRST_ENGINE_ORDER_ID: Final = 2**61
MOST_OF_PAYMENT: Final = 4
"""Entries of a withdrawal or a transfer."""
SPARE_EVENTS: Final = 4096
"""Events of earlier commands of a run, behind which there is room for those of any command."""


class Limits:
    """The parameters of the venue that the kernel needs, under their names in the spec."""

    def __init__(
        self,
        reservation_multiple_tenths: i64,
        spot_maker_fee_rate: i64,
        spot_taker_fee_rate: i64,
        max_touches: i64,
        max_batch_commands: i64,
        max_accounts: i64,
        max_assets: i64,
        max_markets: i64,
        max_delegates_per_account: i64,
        max_orders_per_account: i64,
        max_orders: i64,
    ) -> None:
        """Keep them; they never change (STA-001)."""
        self.reservation_multiple_tenths: Final[i64] = reservation_multiple_tenths
        self.spot_maker_fee_rate: Final[i64] = spot_maker_fee_rate
        self.spot_taker_fee_rate: Final[i64] = spot_taker_fee_rate
        self.max_touches: Final[i64] = max_touches
        self.max_batch_commands: Final[i64] = max_batch_commands
        self.max_accounts: Final[i64] = max_accounts
        self.max_assets: Final[i64] = max_assets
        self.max_markets: Final[i64] = max_markets
        self.max_delegates_per_account: Final[i64] = max_delegates_per_account
        self.max_orders_per_account: Final[i64] = max_orders_per_account
        self.max_orders: Final[i64] = max_orders


class Taker:
    """The incoming order of the walk in hand; it is on no side (MAT-020)."""

    def __init__(self) -> None:
        """Nobody walks yet."""
        self.account: i64 = 0
        self.order_id: i64 = 0
        self.book: i64 = 0
        self.price: i64 = 0
        self.open_lots: i64 = 0
        self.order_type: i64 = 0
        self.self_trade: i64 = 0
        self.expires_at: i64 = 0
        self.rates: i64 = 0
        self.fee_cap: i64 = 0
        self.fee_paid: i64 = 0
        self.fee_credit: i64 = 0
        self.traded_lots: i64 = 0
        self.flags: i64 = 0
        self.walk_end: i64 = 0


class Venue:
    """State, log and journal. Rows of accounts, assets and markets are counted from 1 like ids."""

    def __init__(
        self,
        has_ledger: bool,
        limits: Limits,
        base_lot_atoms: i64,
        base_fee_cap_atoms: i64,
        lending: LendingLimits,
        perpetual: PerpLimits,
        margin: MarginLimits,
        liquidation: LiquidationLimits,
    ) -> None:
        """Allocate for the stated capacities, and list the base asset (STA-003).

        No later command allocates: every buffer of the venue keeps its length.
        """
        self.has_ledger: Final[bool] = has_ledger
        self.limits: Final[Limits] = limits
        self.lending: Final[LendingLimits] = lending
        self.has_loans: Final[bool] = lending.max_loans > 0
        self.has_perps: Final[bool] = perpetual.max_legs > 0
        self.has_margin: Final[bool] = margin.initial_scale_permille > 0
        self.liquidation: Final[LiquidationLimits] = liquidation
        self.has_liquidation: Final[bool] = liquidation.max_escrows > 0
        self.now: i64 = 0
        self.account_count: i64 = 0
        self.asset_count: i64 = 1
        self.market_count: i64 = 0
        self.accounts: Final[vec[i64]] = zeros((limits.max_accounts + 1) * ACCOUNT_WIDTH)
        self.assets: Final[vec[i64]] = zeros((limits.max_assets + 1) * ASSET_WIDTH)
        self.markets: Final[vec[i64]] = zeros((limits.max_markets + 1) * MARKET_WIDTH)
        # What no command of the profile can reach has no room (CMD-007).
        accounts = limits.max_accounts if has_ledger else 0
        holdings = accounts * limits.max_assets * HOLDING_WIDTH
        self.holdings: Final[vec[i64]] = zeros(holdings + LINE_START)
        self.delegates: Final[vec[i64]] = zeros(accounts * limits.max_delegates_per_account)
        orders = min(limits.max_orders_per_account, limits.max_orders)
        kinds = limits.max_markets + limits.max_assets
        winding = WindingRoom(
            liquidation, lending, perpetual, limits.max_touches, limits.max_orders, orders, kinds
        )
        # A command of a batch takes at most one row while rows wait for their release, and so does
        # each order that returns.
        spare = limits.max_batch_commands + 1 + winding.returns
        books = 2 * (limits.max_markets + 1)
        self.orders: Final[Orders] = Orders(books, limits.max_orders, spare, self.accounts)
        commands = limits.max_batch_commands
        valued = accounts if self.has_margin else 0
        priced = limits.max_assets if self.has_margin else 0
        self.margin: Final[Margin] = Margin(
            margin, valued, priced, self.orders.rows, self.markets, commands
        )
        # A touched order leaves the book, or the walk ends; each command of a batch adds one.
        touches = min(limits.max_touches, limits.max_orders + 2 * commands)
        most = most_events(touches, orders, commands)
        entries = most_entries(touches, orders, commands)
        taken: i64 = 0
        most_claims: i64 = 0
        if self.has_loans:
            # A swap also touches loans of its account, once in each command of a batch.
            own_loans = min(lending.max_loans_per_account, lending.max_loans)
            looks = commands * own_loans
            touches = min(limits.max_touches, limits.max_orders + 2 * commands + looks)
            # A swap command makes at most one claim, and so does a loan that is recalled.
            most_claims = lending.max_loans * lending.max_claims + commands + winding.recalls
            touches = max(touches, winding.units)
            taken = touches + 1
            settled = (touches + commands) * lending.max_claims
            claims = min(settled, most_claims + commands)
            most = most_lending_events(touches, orders, commands, claims)
            entries = most_lending_entries(touches, orders, commands, claims)
        accounts = limits.max_accounts if self.has_perps else 0
        markets = limits.max_markets if self.has_perps else 0
        room = PerpRoom(perpetual, touches, orders, commands, accounts, markets, winding.closing)
        if self.has_margin:
            # Commands of either chapter, and a withdrawal; what risk values and a check write.
            most += room.events + limits.max_assets + 1
            entries += room.entries + room.margin_entries + MOST_OF_PAYMENT + touches + commands
        elif self.has_perps:
            most = room.events
            entries = room.entries
        if self.has_liquidation:
            close_out = usual_close_out(orders, lending, perpetual, accounts, limits.max_assets)
            most = max(most + winding.events, close_out.events, liquidation.close_out_events)
            entries = max(entries + winding.entries, close_out.entries)
            entries = max(entries, liquidation.close_out_entries)
        self.most_events: Final[i64] = most
        self.most_entries: Final[i64] = entries
        # Of a bankruptcy that finds less room than it needs.
        self.wanted_events: i64 = 0
        self.wanted_entries: i64 = 0
        self.events: Final[EventLog] = EventLog(most, SPARE_EVENTS)
        self.journal: Final[Journal] = Journal(entries)
        self.perps: Final[Perps] = Perps(
            perpetual, room, accounts, markets, self.journal, self.margin
        )
        self.loans: Final[Loans] = Loans(
            lending.max_loans,
            taken,
            most_claims,
            limits.max_accounts if self.has_loans else 0,
            lending.max_loans_per_account,
            self.journal,
            self.margin,
        )
        self.escrows: Final[Escrows] = Escrows(liquidation.max_escrows)
        self.found: Final[vec[i64]] = zeros(orders)
        self.taker: Final[Taker] = Taker()
        self.budget: i64 = limits.max_touches
        self.assets[BASE * ASSET_WIDTH + ASSET_LOT_ATOMS] = base_lot_atoms
        self.assets[BASE * ASSET_WIDTH + ASSET_FEE_CAP] = base_fee_cap_atoms

    def first_delegate(self, account: i64) -> i64:
        """Where the delegates of an account begin."""
        return (account - 1) * self.limits.max_delegates_per_account

    def holding_cell(self, account: i64, asset: i64) -> i64:
        """Where the holding of an account in an asset begins."""
        return ((account - 1) * self.limits.max_assets + asset - 1) * HOLDING_WIDTH

    def balance(self, account: i64, asset: i64) -> i64:
        """Balance in atoms."""
        return self.holdings[self.holding_cell(account, asset) + HOLDING_BALANCE]

    def reserved(self, account: i64, asset: i64) -> i64:
        """Atoms that the account's resting orders reserve (STA-011)."""
        return self.holdings[self.holding_cell(account, asset) + HOLDING_RESERVED]

    def market_asset(self, book: i64) -> i64:
        """The asset of the book's market."""
        return self.markets[(book >> 1) * MARKET_WIDTH + MARKET_ASSET]

    def mark_of(self, market: i64) -> i64:
        """The mark of a market's asset, 0 if there is none yet."""
        asset = self.markets[market * MARKET_WIDTH + MARKET_ASSET]
        return self.assets[asset * ASSET_WIDTH + ASSET_MARK]

    def reserved_asset(self, book: i64) -> i64:
        """What a spot order of this book reserves: the asset, or base atoms (SPT-002)."""
        # No conditional expression: of a number and a literal, mypyc makes an object.
        if book & 1 == SELL:
            return self.market_asset(book)
        return BASE

    def received_asset(self, book: i64) -> i64:
        """What an order of this book pays fees in: what it receives, or base atoms (SPT-011)."""
        if book & 1 == SELL or self.markets[(book >> 1) * MARKET_WIDTH + MARKET_KIND] == PERP:
            return BASE
        return self.market_asset(book)

    def reservation(self, book: i64, price: i64, lots: i64) -> i64:
        """Atoms that a resting order reserves (SPT-002, LND-001, PRP-010)."""
        cell = (book >> 1) * MARKET_WIDTH
        if book & 1 == SELL:
            if self.markets[cell + MARKET_KIND] == PERP:
                return 0
            return lots * self.markets[cell + MARKET_LOT_ATOMS]
        if self.markets[cell + MARKET_KIND] != SPOT:
            return 0
        return lots * price

    def add_balance(self, account: i64, asset: i64, atoms: i64) -> None:
        """Change a balance."""
        cell = self.holding_cell(account, asset) + HOLDING_BALANCE
        before = self.holdings[cell]
        self.journal.write(HOLDING_CELL, cell, before)
        self.holdings[cell] = before + atoms
        if self.has_margin:
            self.margin.touch(account, asset)

    def add_supply(self, asset: i64, atoms: i64) -> None:
        """Let atoms come from outside, or leave."""
        cell = asset * ASSET_WIDTH + ASSET_SUPPLY
        before = self.assets[cell]
        self.journal.write(ASSET_CELL, cell, before)
        self.assets[cell] = before + atoms

    def add_treasury(self, asset: i64, atoms: i64) -> None:
        """Put a fee into the treasury."""
        cell = asset * ASSET_WIDTH + ASSET_TREASURY
        before = self.assets[cell]
        self.journal.write(ASSET_CELL, cell, before)
        self.assets[cell] = before + atoms

    def set_last_order_id(self, account: i64, order_id: i64) -> None:
        """MAT-004."""
        cell = account * ACCOUNT_WIDTH + ACCOUNT_LAST_ORDER_ID
        self.journal.write(ACCOUNT_CELL, cell, self.accounts[cell])
        self.accounts[cell] = order_id

    def next_engine_order_id(self, account: i64) -> i64:
        """LND-037."""
        cell = account * ACCOUNT_WIDTH + ACCOUNT_LAST_ENGINE_ORDER_ID
        last = self.accounts[cell]
        self.journal.write(ACCOUNT_CELL, cell, last)
        order_id = last + 1 if last >= FIRST_ENGINE_ORDER_ID else FIRST_ENGINE_ORDER_ID
        self.accounts[cell] = order_id
        return order_id

    def set_order_cell(self, order: i64, field: i64, content: i64) -> None:
        """Change a field of a resting order that is not its place."""
        cell = order * ORDER_WIDTH + field
        self.journal.write(ORDER_CELL, cell, self.orders.rows[cell])
        self.orders.rows[cell] = content

    def _reserve(self, order: i64, lots: i64) -> None:
        """Let a resting order reserve for so many lots more, or less."""
        if self.has_ledger:
            rows = self.orders.rows
            base = order * ORDER_WIDTH
            book = rows[base + ORDER_BOOK]
            account = rows[base + ORDER_ACCOUNT]
            cell = self.holding_cell(account, self.reserved_asset(book)) + HOLDING_RESERVED
            before = self.holdings[cell]
            self.journal.write(HOLDING_CELL, cell, before)
            self.holdings[cell] = before + self.reservation(book, rows[base + ORDER_PRICE], lots)
            if self.has_margin:
                self.margin.touch(account, self.market_asset(book))

    def join(self, order: i64) -> None:
        """Let a filled row rest at the tail of its price."""
        self._reserve(order, self.orders.rows[order * ORDER_WIDTH + ORDER_OPEN_LOTS])
        self.orders.join(order)
        if self.has_margin:
            self.margin.enlist(order)
        self.journal.write(ORDER_JOINED, order, 0)

    def leave(self, order: i64) -> None:
        """Take an order off the book."""
        self._reserve(order, -self.orders.rows[order * ORDER_WIDTH + ORDER_OPEN_LOTS])
        self.orders.leave(order)
        if self.has_margin:
            self.margin.delist(order)
        if self.journal.is_kept:
            self.journal.write(ORDER_LEFT, order, 0)
        else:
            self.orders.release(order)

    def remove(self, order: i64, cause: i64) -> None:
        """Take an order off the book and say why."""
        rows = self.orders.rows
        cell = order * ORDER_WIDTH
        lots = rows[cell + ORDER_OPEN_LOTS]
        self.events.order_removed(rows[cell + ORDER_ACCOUNT], rows[cell + ORDER_ID], lots, cause)
        self.leave(order)

    def reduce(self, order: i64, lots: i64) -> None:
        """Take lots from a resting order; at zero it is gone without an event (CMD-051)."""
        open_lots = self.orders.rows[order * ORDER_WIDTH + ORDER_OPEN_LOTS]
        if lots == open_lots:
            self.leave(order)
        else:
            self._reserve(order, -lots)
            self.set_order_cell(order, ORDER_OPEN_LOTS, open_lots - lots)
            if self.has_margin:
                self.journal.write(CHAIN_CELL, order, open_lots)
                self.margin.set_lots(order, open_lots - lots)

    def set_fees(self, order: i64, paid: i64, credit: i64) -> None:
        """Keep what a resting order has paid so far (SPT-012)."""
        self.set_order_cell(order, ORDER_FEE_PAID, paid)
        self.set_order_cell(order, ORDER_FEE_CREDIT, credit)

    def commit(self) -> None:
        """The command is accepted: rows of orders that left may be used again."""
        rows = self.journal.rows
        end = self.journal.count * JOURNAL_WIDTH
        cell: i64 = 0
        while cell < end:
            if rows[cell] == ORDER_LEFT:
                self.orders.release(rows[cell + 1])
            elif rows[cell] >= LEG_CELL:
                self.perps.settle_entry(rows[cell], rows[cell + 1])
            elif rows[cell] > ORDER_LEFT:
                self.loans.settle_entry(rows[cell], rows[cell + 1])
            cell += JOURNAL_WIDTH
        self.journal.count = 0

    def undo(self) -> None:
        """The command is rejected: take all back (CMD-004)."""
        self.undo_to(0)

    def undo_to(self, count: i64) -> None:
        """Take back what was written behind so many entries of the journal, newest first."""
        if self.has_margin:
            self.margin.forget_noted()
        rows = self.journal.rows
        while self.journal.count > count:
            self.journal.count -= 1
            cell = self.journal.count * JOURNAL_WIDTH
            kind = rows[cell]
            where = rows[cell + 1]
            before = rows[cell + 2]
            if kind == ORDER_CELL:
                self.orders.rows[where] = before
            elif kind == ACCOUNT_CELL:
                self.accounts[where] = before
            elif kind == ASSET_CELL:
                self.assets[where] = before
            elif kind == HOLDING_CELL:
                self.holdings[where] = before
            elif kind == ORDER_JOINED:
                self.orders.leave(where)
                if self.has_margin:
                    self.margin.delist(where)
                self.orders.release(where)
            elif kind == ORDER_LEFT:
                self.orders.rejoin(where)
                if self.has_margin:
                    self.margin.enlist(where)
            elif kind == CHAIN_CELL:
                self.margin.set_lots(where, before)
            elif kind >= LEG_CELL:
                self.perps.undo_entry(kind, where, before)
            else:
                self.loans.undo_entry(kind, where, before)
