"""What a venue with chapter 08 has beside every other one: risk values, and values of accounts.

Values are kept for each account and asset until something changes that they depend on: `touch` says
that it has. Of a command that may still be taken back, what was valued is kept in mind by `note`.
"""

from typing import Final

from librt.vecs import vec
from mypy_extensions import i64

from .codes import (
    BUY,
    FREE_SPOT_BUY,
    LEND,
    LOAN_BID,
    LOAN_OFFER,
    NONE,
    PERP,
    PERP_BUY,
    PERP_SELL,
    SPOT_BUY,
    SPOT_SELL,
)
from .fees import FEE_UNIT, ceil_div
from .layout import (
    CHAIN_EARLIER,
    CHAIN_FEE_RATE,
    CHAIN_KIND,
    CHAIN_LATER,
    CHAIN_LOTS,
    CHAIN_PRICE,
    CHAIN_WIDTH,
    LINE_START,
    MARKET_ASSET,
    MARKET_KIND,
    MARKET_WIDTH,
    ORDER_ACCOUNT,
    ORDER_BOOK,
    ORDER_OPEN_LOTS,
    ORDER_PRICE,
    ORDER_RATES,
    ORDER_WIDTH,
    PART_LOAN_UNTIL,
    PART_NEWEST_ORDER,
    PART_WIDTH,
    RATES_SPAN,
    RISK_IS_SET,
    RISK_VERSION,
    RISK_WIDTH,
    STRESS_ROWS,
    STRESS_WIDTH,
    VALUE_VERSION,
    VALUE_WIDTH,
    zeros,
)
from .margin_limits import MarginLimits

HIGHEST_SUM: Final = 2**62
"""The values of all assets together stay below it, or are taken as numbers of any size."""
OUTDATED: Final = 0
"""No version of an asset."""
STRESS_SUMS: Final = 5
"""Sums over orders for each row of `stress`: see `order_sums`."""


class Margin:
    """State of chapter 08, and what the command in hand needs of it."""

    def __init__(
        self,
        limits: MarginLimits,
        accounts: i64,
        assets: i64,
        orders: vec[i64],
        markets: vec[i64],
        commands: i64,
    ) -> None:
        """Allocate for so many accounts and assets; both 0 where there is no chapter 08.

        `orders` and `markets` are the rows of the venue, `commands` the most of a batch.
        """
        self.limits: Final[MarginLimits] = limits
        self.is_kept: Final[bool] = assets > 0
        self.has_two_scales: Final[bool] = (
            limits.initial_scale_permille != limits.maintenance_scale_permille
        )
        self.max_assets: Final[i64] = assets
        self.highest_value: Final[i64] = HIGHEST_SUM // max(assets, 1)
        self.orders: Final[vec[i64]] = orders
        self.markets: Final[vec[i64]] = markets
        self.risks: Final[vec[i64]] = zeros((assets + 1) * RISK_WIDTH)
        self.stress: Final[vec[i64]] = zeros((assets + 1) * STRESS_ROWS * STRESS_WIDTH)
        self.values: Final[vec[i64]] = zeros(accounts * assets * VALUE_WIDTH)
        self.parts: Final[vec[i64]] = zeros(accounts * assets * PART_WIDTH)
        chained = i64(len(orders)) // ORDER_WIDTH if assets > 0 else 0
        self.chain: Final[vec[i64]] = zeros(chained * CHAIN_WIDTH + LINE_START)
        self.sums: Final[vec[i64]] = zeros(STRESS_ROWS * STRESS_SUMS)
        # Places that were valued by the command in hand: its account, and borrowers of its swaps.
        self.noted: Final[vec[i64]] = zeros((commands + 2) * assets)
        self.noted_count: i64 = 0
        # Of the command: whether it is checked, and whether an order of it is of loans.
        self.is_checked: bool = False
        self.orders_loans: bool = False
        # Of a swap for a target: whether the target is no better off.
        self.lacks_progress: bool = False
        self.has_stale: bool = False
        # Of the valuation in hand.
        self.initial: i64 = 0
        self.maintenance: i64 = 0
        # The holding, and all lots of spot and perpetual orders, those that cost nothing too.
        self.whole: i64 = 0
        self.fraction: i64 = 0
        self.spot_lots: i64 = 0
        self.perp_lots: i64 = 0
        # Of two pieces that differ in the slippage of perpetual futures, the one that is less.
        self.perp_atoms: i64 = 0
        self.perp_millionths: i64 = 0
        asset: i64 = 1
        while asset <= assets:
            self.renew_version(asset)
            asset += 1

    def place_of(self, account: i64, asset: i64) -> i64:
        """Which row of `values` and `parts` is of an account and an asset."""
        return (account - 1) * self.max_assets + asset - 1

    def touch(self, account: i64, asset: i64) -> None:
        """The value of an account's part in an asset may have changed."""
        self.values[self.place_of(account, asset) * VALUE_WIDTH + VALUE_VERSION] = OUTDATED

    def touch_market(self, account: i64, market: i64) -> None:
        """The same of a market's asset."""
        self.touch(account, self.markets[market * MARKET_WIDTH + MARKET_ASSET])

    def touch_loans(self, account: i64, market: i64) -> None:
        """The loans of an account in the asset of a lending market may have changed."""
        place = self.place_of(account, self.markets[market * MARKET_WIDTH + MARKET_ASSET])
        self.values[place * VALUE_WIDTH + VALUE_VERSION] = OUTDATED
        self.parts[place * PART_WIDTH + PART_LOAN_UNTIL] = -1

    def note(self, place: i64) -> None:
        """What was valued now may be taken back with the command in hand."""
        if self.noted_count < len(self.noted):
            self.noted[self.noted_count] = place
            self.noted_count += 1

    def forget_noted(self) -> None:
        """The command is taken back: what was valued after it began is outdated."""
        while self.noted_count > 0:
            self.noted_count -= 1
            place = self.noted[self.noted_count]
            self.values[place * VALUE_WIDTH + VALUE_VERSION] = OUTDATED
            self.parts[place * PART_WIDTH + PART_LOAN_UNTIL] = -1

    def renew_version(self, asset: i64) -> None:
        """All values in an asset are outdated."""
        self.risks[asset * RISK_WIDTH + RISK_VERSION] += 1

    def has_risk(self, asset: i64) -> bool:
        """Whether an asset has risk values; the base asset needs none (MGN-010)."""
        return self.risks[asset * RISK_WIDTH + RISK_IS_SET] != 0

    def _newest_cell(self, order: i64) -> i64:
        account = self.orders[order * ORDER_WIDTH + ORDER_ACCOUNT]
        market = self.orders[order * ORDER_WIDTH + ORDER_BOOK] >> 1
        asset = self.markets[market * MARKET_WIDTH + MARKET_ASSET]
        return self.place_of(account, asset) * PART_WIDTH + PART_NEWEST_ORDER

    def enlist(self, order: i64) -> None:
        """Enter an order that rests into the list of its account and asset."""
        chain = self.chain
        newest_cell = self._newest_cell(order)
        newest = self.parts[newest_cell]
        cell = order * CHAIN_WIDTH
        chain[cell + CHAIN_EARLIER] = newest
        chain[cell + CHAIN_LATER] = NONE
        if newest != NONE:
            chain[newest * CHAIN_WIDTH + CHAIN_LATER] = order
        self.parts[newest_cell] = order
        self._fill_term(order)

    def _fill_term(self, order: i64) -> None:
        """Keep what the term of an order depends on (MGN-025)."""
        rows = self.orders
        base = order * ORDER_WIDTH
        book = rows[base + ORDER_BOOK]
        price = rows[base + ORDER_PRICE]
        rate = rows[base + ORDER_RATES] // RATES_SPAN
        market_kind = self.markets[(book >> 1) * MARKET_WIDTH + MARKET_KIND]
        is_buy = book & 1 == BUY
        fee = ceil_div(price * rate, FEE_UNIT)
        kind: i64 = SPOT_BUY
        if market_kind == LEND:
            kind = LOAN_BID if is_buy else LOAN_OFFER
        elif market_kind == PERP:
            kind = PERP_BUY if is_buy else PERP_SELL
            price = price + fee if is_buy else price - fee
        elif not is_buy:
            kind = SPOT_SELL
            price -= fee
        elif rate == 0:
            kind = FREE_SPOT_BUY
        cell = order * CHAIN_WIDTH
        self.chain[cell + CHAIN_KIND] = kind
        self.chain[cell + CHAIN_LOTS] = rows[base + ORDER_OPEN_LOTS]
        self.chain[cell + CHAIN_PRICE] = price
        self.chain[cell + CHAIN_FEE_RATE] = rate

    def delist(self, order: i64) -> None:
        """Take an order out of that list, whose order means nothing."""
        chain = self.chain
        cell = order * CHAIN_WIDTH
        earlier = chain[cell + CHAIN_EARLIER]
        later = chain[cell + CHAIN_LATER]
        if later != NONE:
            chain[later * CHAIN_WIDTH + CHAIN_EARLIER] = earlier
        else:
            self.parts[self._newest_cell(order)] = earlier
        if earlier != NONE:
            chain[earlier * CHAIN_WIDTH + CHAIN_LATER] = later

    def set_lots(self, order: i64, lots: i64) -> None:
        """An order that stays in its list has other open lots."""
        self.chain[order * CHAIN_WIDTH + CHAIN_LOTS] = lots
