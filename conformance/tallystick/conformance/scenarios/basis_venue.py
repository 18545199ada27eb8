"""The venue of the basis trade: an asset, its markets, two dealers and a lender of ample means.

Preset `world`; r = 100, s = 10, sp = 0 permille. Dealers quote both sides of spot and perpetual
future around the mark: the near one for 15,000 lots a side, the far one for 500,000 at twice the
distance. They are asked for new quotes before every trade. The lender's offers rest at one rate.
"""

from collections.abc import Iterator

from attrs import frozen

from tallystick.conformance.flows.venue import OPERATOR, owner
from tallystick.conformance.scenarios.instruments import ATOMS_PER_BASE, Instrument
from tallystick.conformance.scenarios.session import PROFILE, Session, new_session
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import FundingSource, MarketKind, OrderType, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Batch,
    CancelAll,
    Command,
    Deposit,
    InnerCommand,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
    SetFeeExempt,
    SetMark,
)
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Lots,
    MarketId,
    Milliseconds,
    Permille,
    Price,
)

BASE, ASSET = AssetId(1), AssetId(2)
SPOT, PERP, LEND, LEND_ASSET = MarketId(1), MarketId(2), MarketId(3), MarketId(4)
NEAR, FAR, LENDER = AccountId(1), AccountId(2), AccountId(3)
FIRST_TRADER = AccountId(4)
RISK, SLIPPAGE, PERP_SLIPPAGE = Permille(100), Permille(10), Permille(0)
AMPLE_BASE = Atoms(10**15)
"""A thousand million units of the base asset."""
AMPLE_LOTS = 10**8
NEAR_LOTS, FAR_LOTS = Lots(15_000), Lots(500_000)
OFFERED_BASE = 10**7
"""Units of the base asset that the lender offers."""
FEE_CAP_BASE = 10
"""Of an order, in units of the base asset, as `base_fee_cap_atoms` of preset `world`."""
BASIS_POINTS = 10_000


BROUGHT = Atoms(100 * ATOMS_PER_BASE)
LOAN_RATE = Price(550)


@frozen
class Terms:
    """What a story takes as given.

    `near_basis_points` is how far from the mark the near dealer quotes; with 0, all trades are made
    at the mark itself.
    """

    instrument: Instrument
    base_atoms: Atoms = BROUGHT
    """What each trader brings."""
    rate_basis_points: Price = LOAN_RATE
    with_fees: bool = True
    near_basis_points: int = 1
    compares: bool = True
    """Whether the fast engine goes along and has to show the same."""

    def ask(self, mark: int, dealer: AccountId) -> Price:
        """At what the dealer sells, by the mark; above it, if he quotes at a distance."""
        return Price(mark + self._distance(mark, dealer))

    def bid(self, mark: int, dealer: AccountId) -> Price:
        """At what he buys."""
        return Price(max(1, mark - self._distance(mark, dealer)))

    def _distance(self, mark: int, dealer: AccountId) -> int:
        points = self.near_basis_points * (1 if dealer == NEAR else 2)
        return -(-mark * points // BASIS_POINTS)


def open_session(terms: Terms, now: int, mark: Price, traders: int) -> Session:
    """A new venue at a time, everybody funded, the traders' accounts from `FIRST_TRADER` on."""
    session = new_session(load_preset("world", profile=PROFILE), with_twin=terms.compares)
    for command in _opening(terms, now, mark, traders):
        session.apply(command)
    offers = ((terms.rate_basis_points, BASE, LEND), (terms.rate_basis_points, ASSET, LEND_ASSET))
    for rate, asset, market in offers:
        lots = OFFERED_BASE if asset == BASE else int(FAR_LOTS)
        new = NewOrder(session.order_id(LENDER), market, Side.SELL, rate, Lots(lots))
        session.apply(PlaceOrder(owner(LENDER), LENDER, new))
    return session


def _opening(terms: Terms, now: int, mark: Price, traders: int) -> Iterator[Command]:
    lot_atoms = terms.instrument.lot_atoms
    cap = FEE_CAP_BASE * ATOMS_PER_BASE * lot_atoms // mark
    yield AdvanceTime(OPERATOR, Milliseconds(now))
    yield ListAsset(OPERATOR, lot_atoms, Atoms(cap))
    yield SetMark(OPERATOR, ASSET, mark)
    yield SetRisk(OPERATOR, ASSET, RISK, SLIPPAGE, PERP_SLIPPAGE)
    tick, least = Price(1), Lots(1)
    yield ListMarket(OPERATOR, ASSET, MarketKind.SPOT, tick, least)
    yield ListMarket(OPERATOR, ASSET, MarketKind.PERP, tick, least, FundingSource.PUBLISHED)
    yield ListMarket(OPERATOR, BASE, MarketKind.LEND, tick, least)
    yield ListMarket(OPERATOR, ASSET, MarketKind.LEND, tick, least)
    for account in (NEAR, FAR, LENDER):
        yield OpenAccount(owner(account))
        yield Deposit(owner(account), account, BASE, AMPLE_BASE)
        yield Deposit(owner(account), account, ASSET, Atoms(AMPLE_LOTS * lot_atoms))
    for number in range(FIRST_TRADER, FIRST_TRADER + traders):
        yield from fund_trader(terms, AccountId(number))


def fund_trader(terms: Terms, account: AccountId) -> Iterator[Command]:
    """The next account, with what a trader brings."""
    yield OpenAccount(owner(account))
    yield Deposit(owner(account), account, BASE, terms.base_atoms)
    if not terms.with_fees:
        yield SetFeeExempt(OPERATOR, account, True)


def quote(session: Session, terms: Terms, trader_buys: Side) -> None:
    """New quotes of both dealers, the old ones gone first.

    At a distance both sides are quoted. At the mark itself only the sides that the trader needs:
    `trader_buys` is his side on the spot market, and he takes the other one in perpetual futures.
    """
    for dealer in (NEAR, FAR):
        session.apply(CancelAll(owner(dealer), dealer))
    for dealer, lots in ((NEAR, NEAR_LOTS), (FAR, FAR_LOTS)):
        orders: list[InnerCommand] = []
        for market in (SPOT, PERP):
            taken = trader_buys if market == SPOT else _other(trader_buys)
            for side in (Side.BUY, Side.SELL):
                if terms.near_basis_points == 0 and side is taken:
                    continue
                price = (terms.bid if side is Side.BUY else terms.ask)(session.mark, dealer)
                new = NewOrder(session.order_id(dealer), market, side, price, lots)
                orders.append(PlaceOrder(owner(dealer), dealer, new))
        session.apply(Batch(owner(dealer), dealer, tuple(orders)))


def taking(
    session: Session,
    account: AccountId,
    market: MarketId,
    side: Side,
    price: Price,
    lots: int,
    *,
    reduce_only: bool = False,
) -> PlaceOrder:
    """An order that trades all its lots at once, at that price or better, or nothing."""
    new = NewOrder(
        session.order_id(account),
        market,
        side,
        price,
        Lots(lots),
        OrderType.FOK,
        reduce_only=reduce_only,
    )
    return PlaceOrder(owner(account), account, new)


def _other(side: Side) -> Side:
    return Side.SELL if side is Side.BUY else Side.BUY
