"""The baseline of valuations: what a plain Python risk check does, written to be quick.

It knows balances, positions and resting orders of accounts that trade spot and perpetual futures,
and neither books nor payments: what a command did to its account it is told. A check values the
whole account anew at both scales, as the marks may have moved. What depends on marks alone is
worked out when they change, and an order that cannot count in any piece is passed over. The least
of the eight pieces is found in a few steps, as spot and perpetual futures only share the price, and
without orders by the closed form (MGN-070).
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

MILLION = 1_000_000
FEE_UNITS = 100_000

_Eight = tuple[int, int, int, int, int, int, int, int]
Line = tuple[int, int]
"""The term of an order: min(0, so much times the shifted price, plus so much)."""

Step = tuple[int, int, int, bool, int, int, int, int, Line]
"""What a command did to its account: account, base atoms with results, asset, whether in its
perpetual market, atoms and lots of the asset, the order that ended and the one that rests (0: none)
with its term."""


class Risk(NamedTuple):
    """What an asset is valued by; prices are in base atoms a lot, the rest in permille."""

    lot_atoms: int
    mark: int
    risk: int
    slippage: int
    perp_slippage: int


class _Prices(NamedTuple):
    """A priced asset at both scales: shifted marks in millionths of a base atom.

    `_shifted` says which; the ends are the lowest and the highest of the eight.
    """

    lot_atoms: int
    mark: int
    spot: _Eight
    perp: _Eight
    spot_ends: tuple[int, int]
    perp_ends: tuple[int, int]
    initial_risks: tuple[int, int, int]
    """Risk, slippage and that of perpetual futures, in millionths of the mark."""
    maintenance_risks: tuple[int, int, int]


class Holding:
    """An account's part in one asset: balance, position, and the terms of its orders by id."""

    __slots__ = ("atoms", "lots", "perp_orders", "spot_orders")

    def __init__(self) -> None:
        """Nothing."""
        self.atoms = 0
        self.lots = 0
        self.spot_orders: dict[int, Line] = {}
        self.perp_orders: dict[int, Line] = {}


class Portfolio:
    """An account: base atoms, the results of its legs among them, and what it has of assets."""

    __slots__ = ("base", "holdings")

    def __init__(self, assets: int) -> None:
        """Nothing."""
        self.base = 0
        self.holdings = [Holding() for _ in range(assets)]


class MarginBook:
    """Portfolios of one venue, whose assets are counted from 0."""

    def __init__(self, scales: tuple[int, int], risks: Sequence[Risk]) -> None:
        """The scales are those of RBV initial and maintenance, in permille."""
        self._scales = scales
        self._risks = list(risks)
        self._prices = [_prices(risk, scales) for risk in risks]
        self.portfolios: dict[int, Portfolio] = {}

    def open(self, account: int) -> None:
        """A new account."""
        self.portfolios[account] = Portfolio(len(self._risks))

    def apply(self, step: Step) -> None:
        """What a command did."""
        account, base, asset, is_perp, atoms, lots, removed, added, line = step
        portfolio = self.portfolios[account]
        portfolio.base += base
        holding = portfolio.holdings[asset]
        holding.atoms += atoms
        holding.lots += lots
        orders = holding.perp_orders if is_perp else holding.spot_orders
        if removed:
            del orders[removed]
        if added:
            orders[added] = line

    def check_all(self, steps: Iterable[Step]) -> list[tuple[int, int]]:
        """Apply steps one after another; RBV of the account after each."""
        apply, values = self.apply, self.values
        answers = []
        for step in steps:
            apply(step)
            answers.append(values(step[0]))
        return answers

    def set_mark(self, asset: int, mark: int) -> None:
        """Every leg gains or loses at once."""
        moved = mark - self._risks[asset].mark
        self._risks[asset] = self._risks[asset]._replace(mark=mark)
        self._prices[asset] = _prices(self._risks[asset], self._scales)
        for portfolio in self.portfolios.values():
            portfolio.base += portfolio.holdings[asset].lots * moved

    def values(self, account: int) -> tuple[int, int]:
        """RBV initial and maintenance of an account, in base atoms."""
        portfolio = self.portfolios[account]
        initial = maintenance = portfolio.base
        for holding, prices in zip(portfolio.holdings, self._prices, strict=True):
            if holding.atoms or holding.lots or holding.spot_orders or holding.perp_orders:
                one, two = _values_of(holding, prices)
                initial += one
                maintenance += two
        return initial, maintenance

    def all_values(self, accounts: Iterable[int]) -> list[tuple[int, int]]:
        """The same of many."""
        values = self.values
        return [values(account) for account in accounts]


def order_line(
    lot_atoms: int, lots: int, price: int, rate: int, *, is_perp: bool, is_buy: bool
) -> Line:
    """The term of an order (MGN-025), over lot_atoms times a million; `rate` is its maker fee."""
    if is_buy and not is_perp:
        fee = -(-lot_atoms * rate // FEE_UNITS)
        return lots * (lot_atoms - fee), -lots * price * lot_atoms * MILLION
    fee = -(-price * rate // FEE_UNITS)
    unit = lots * lot_atoms
    if is_buy:
        return unit, -unit * (price + fee) * MILLION
    return -unit, unit * (price - fee) * MILLION


def _prices(risk: Risk, scales: tuple[int, int]) -> _Prices:
    spot, perp = (
        _shifted(risk.mark, risk.risk, slippage, scales)
        for slippage in (risk.slippage, risk.perp_slippage)
    )
    initial, maintenance = scales
    return _Prices(
        lot_atoms=risk.lot_atoms,
        mark=risk.mark,
        spot=spot,
        perp=perp,
        spot_ends=(min(spot), max(spot)),
        perp_ends=(min(perp), max(perp)),
        initial_risks=_risks_at(risk, initial),
        maintenance_risks=_risks_at(risk, maintenance),
    )


def _shifted(mark: int, risk: int, slippage: int, scales: tuple[int, int]) -> _Eight:
    """Of each scale the risen and the fallen price, each with slippage down and up."""
    one, two = scales
    return (
        mark * (MILLION + (risk - slippage) * one),
        mark * (MILLION + (risk + slippage) * one),
        mark * (MILLION + (-risk - slippage) * one),
        mark * (MILLION + (-risk + slippage) * one),
        mark * (MILLION + (risk - slippage) * two),
        mark * (MILLION + (risk + slippage) * two),
        mark * (MILLION + (-risk - slippage) * two),
        mark * (MILLION + (-risk + slippage) * two),
    )


def _risks_at(risk: Risk, scale: int) -> tuple[int, int, int]:
    return risk.risk * scale, risk.slippage * scale, risk.perp_slippage * scale


def _values_of(holding: Holding, prices: _Prices) -> tuple[int, int]:
    """An asset at both scales, each rounded down once."""
    lot_atoms, mark, spot, perp, spot_ends, perp_ends, initial_risks, maintenance_risks = prices
    unit = lot_atoms * MILLION
    lots = holding.lots * lot_atoms
    if not holding.spot_orders and not holding.perp_orders:
        spot_value, perp_value = holding.atoms * mark, lots * mark
        both, spot_size = abs(spot_value + perp_value), abs(spot_value)
        perp_size, equity = abs(perp_value), spot_value * MILLION
        risk, slip, perp_slip = initial_risks
        initial = equity - both * risk - spot_size * slip - perp_size * perp_slip
        risk, slip, perp_slip = maintenance_risks
        maintenance = equity - both * risk - spot_size * slip - perp_size * perp_slip
        return initial // unit, maintenance // unit
    a, b, c, d, e, f, g, h = _terms(holding.atoms, 0, holding.spot_orders, spot, spot_ends)
    i, j, k, m, n, o, p, q = _terms(
        lots, -lots * mark * MILLION, holding.perp_orders, perp, perp_ends
    )
    # Statements: calls of min would be a tenth of the whole time.
    if b < a:
        a = b
    if d < c:
        c = d
    if f < e:
        e = f
    if h < g:
        g = h
    if j < i:
        i = j
    if m < k:
        k = m
    if o < n:
        n = o
    if q < p:
        p = q
    a += i
    c += k
    e += n
    g += p
    if c < a:
        a = c
    if g < e:
        e = g
    return a // unit, e // unit


def _terms(
    slope: int, constant: int, orders: dict[int, Line],
    prices: _Eight, ends: tuple[int, int],
) -> _Eight:  # fmt: skip
    """What is held and its orders, at eight prices."""
    a, b, c, d, e, f, g, h = prices
    at_a, at_b, at_c, at_d = (
        slope * a + constant, slope * b + constant, slope * c + constant, slope * d + constant
    )  # fmt: skip
    at_e, at_f, at_g, at_h = (
        slope * e + constant, slope * f + constant, slope * g + constant, slope * h + constant
    )  # fmt: skip
    low, high = ends
    for gains, costs in orders.values():
        if gains * (low if gains > 0 else high) + costs >= 0:
            continue
        if (term := gains * a + costs) < 0:
            at_a += term
        if (term := gains * b + costs) < 0:
            at_b += term
        if (term := gains * c + costs) < 0:
            at_c += term
        if (term := gains * d + costs) < 0:
            at_d += term
        if (term := gains * e + costs) < 0:
            at_e += term
        if (term := gains * f + costs) < 0:
            at_f += term
        if (term := gains * g + costs) < 0:
            at_g += term
        if (term := gains * h + costs) < 0:
            at_h += term
    return at_a, at_b, at_c, at_d, at_e, at_f, at_g, at_h
