"""One account on a sheet of paper: what it has, its orders, and what partial fills would leave.

Fills are written down as chapters 05 to 07 say of a trade at the order's own price; valued is the
result by the kit's oracle, which sees no orders then and takes the closed form.
"""

from collections.abc import Sequence
from random import Random

from attrs import evolve, field, frozen

from tallystick.conformance.checkers.valuation import Portfolios
from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.dump import (
    AssetDump,
    BalanceDump,
    LegDump,
    LoanDump,
    OrderDump,
    RiskDump,
    StateDump,
)
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    FeeCredit,
    FeeRate,
    Hours,
    InterestCredit,
    LegId,
    LoanId,
    Lots,
    Milliseconds,
    OrderId,
    Permille,
    Price,
)
from tests.theorems.worlds import BASE, COIN, GRAIN, HOUR, MARKETS, Climate, World

OWN, OTHER = AccountId(1), AccountId(2)
RATE_UNIT = 100_000
EMPTY = World(0, Climate(riches=240)).dump()


@frozen
class PaperOrder:
    """A resting order of the account; the market is an index of `MARKETS`."""

    market: int
    side: Side
    price: int
    lots: int
    fee_rate: int = 0

    @property
    def asset(self) -> AssetId:
        """The asset of its market."""
        return MARKETS[self.market][0]

    @property
    def kind(self) -> MarketKind:
        """The kind of its market."""
        return MARKETS[self.market][1]

    def dump(self, order_id: int) -> OrderDump:
        """As it rests."""
        return OrderDump(
            account=OWN,
            order_id=OrderId(order_id),
            price=Price(self.price),
            open_lots=Lots(self.lots),
            order_type=OrderType.LIMIT,
            self_trade=SelfTrade.REJECT,
            expires_at=None,
            reduce_only=False,
            maker_fee_rate=FeeRate(self.fee_rate),
            taker_fee_rate=FeeRate(0),
            fee_cap_atoms=Atoms(2**56),
            fee_paid_atoms=Atoms(0),
            fee_credit=FeeCredit(0),
        )


@frozen
class Sheet:
    """What the account has beside its orders, and what the venue is like.

    `loans` are lots and rate, positive where it has lent; `legs` lots and price, positive if long.
    `lot_atoms`, `marks` and `risks` are of the assets 2 and 3.
    """

    balances: dict[AssetId, int]
    loans: tuple[tuple[AssetId, int, int], ...] = ()
    legs: tuple[tuple[AssetId, int, int], ...] = ()
    orders: tuple[PaperOrder, ...] = ()
    lot_atoms: dict[AssetId, int] = field(factory=lambda: {BASE: 7, COIN: 10, GRAIN: 3})
    marks: dict[AssetId, int] = field(factory=lambda: {COIN: 100, GRAIN: 77})
    risks: dict[AssetId, tuple[int, int, int]] = field(
        factory=lambda: {COIN: (100, 30, 20), GRAIN: (60, 10, 0)}
    )
    fee_cap_atoms: int = 2**50
    loan_fee_rate: int = 0

    def dump(self) -> StateDump:
        """A venue in which the account has this, and another one what is left of it."""
        accounts = (evolve(EMPTY.accounts[0], balances=self._balances()), EMPTY.accounts[1])
        markets = []
        for index, listed in enumerate(EMPTY.markets):
            orders = list(enumerate((one for one in self.orders if one.market == index), start=1))
            bids, asks = (
                tuple(one.dump(number) for number, one in orders if one.side is side)
                for side in (Side.BUY, Side.SELL)
            )
            legs = None if listed.kind is not MarketKind.PERP else self._legs(listed.asset)
            markets.append(evolve(listed, bids=bids, asks=asks, legs=legs))
        loans = tuple(self._loan(number, *loan) for number, loan in enumerate(self.loans, start=1))
        return evolve(
            EMPTY,
            accounts=accounts,
            markets=tuple(markets),
            loans=loans,
            assets=tuple(map(self._asset, EMPTY.assets)),
        )

    def value(self, scale_permille: int) -> int:
        """RBV of the account."""
        return Portfolios(self.dump()).value(OWN, scale_permille)

    def filled(self, lots: Sequence[int]) -> "Sheet":
        """After so many lots of each order have been filled, the rest of them being cancelled."""
        balances, loans, legs = dict(self.balances), list(self.loans), list(self.legs)
        for order, filled in zip(self.orders, lots, strict=True):
            asset, sign = order.asset, 1 if order.side is Side.BUY else -1
            atoms, paid = filled * self.lot_atoms[asset], filled * order.price
            if filled == 0:
                continue
            if order.kind is MarketKind.LEND:
                balances[asset] += sign * atoms
                loans.append((asset, -sign * filled, order.price))
                continue
            if order.kind is MarketKind.PERP:
                legs.append((asset, sign * filled, order.price))
            else:
                balances[asset] += sign * atoms
                balances[BASE] -= sign * paid
            receives_asset = order.kind is MarketKind.SPOT and sign > 0
            received, of = (atoms, asset) if receives_asset else (paid, BASE)
            balances[of] -= self._fee(order, received)
        return evolve(self, balances=balances, loans=tuple(loans), legs=tuple(legs), orders=())

    def _fee(self, order: PaperOrder, received: int) -> int:
        return min(self.fee_cap_atoms, -(-order.fee_rate * received // RATE_UNIT))

    def _asset(self, asset: AssetDump) -> AssetDump:
        lot_atoms = Atoms(self.lot_atoms[asset.asset])
        if asset.asset == BASE:
            return evolve(asset, lot_atoms=lot_atoms)
        risk = RiskDump(*map(Permille, self.risks[asset.asset]))
        mark = Price(self.marks[asset.asset])
        return evolve(asset, lot_atoms=lot_atoms, mark=mark, risk=risk)

    def _balances(self) -> tuple[BalanceDump, ...]:
        rows = sorted(self.balances.items())
        return tuple(BalanceDump(asset, Atoms(atoms), Atoms(0)) for asset, atoms in rows)

    def _legs(self, asset: AssetId) -> tuple[LegDump, ...]:
        rows = [(lots, price) for of, lots, price in self.legs if of == asset and lots]
        return tuple(
            LegDump(
                *(LegId(number), OWN if lots > 0 else OTHER, OTHER if lots > 0 else OWN),
                *(Lots(abs(lots)), Atoms(abs(lots) * price), Atoms(0)),
            )
            for number, (lots, price) in enumerate(rows, start=1)
        )

    def _loan(self, number: int, asset: AssetId, lots: int, rate: int) -> LoanDump:
        """A loan that begins now: ten days, nothing paid (LND-011)."""
        return LoanDump(
            loan=LoanId(number),
            asset=asset,
            lender=OWN if lots > 0 else OTHER,
            borrower=OTHER if lots > 0 else OWN,
            principal_lots=Lots(abs(lots)),
            rate=Price(rate),
            return_rate=Price(rate),
            start=EMPTY.now,
            due=Milliseconds(EMPTY.now + 240 * HOUR),
            hours_paid=Hours(0),
            interest_credit=InterestCredit(0),
            fee_rate=FeeRate(self.loan_fee_rate),
            fee_left_atoms=Atoms(self.fee_cap_atoms),
            fee_credit=FeeCredit(0),
            keeper_fee_atoms=Atoms(0),
            returnable=True,
            extensible=True,
            auto_renew=True,
            claims=(),
        )


def random_sheet(random: Random, orders: int, most_lots: int, *, has_fees: bool) -> Sheet:
    """A sheet with orders around the marks, on all kinds of markets, and with things held."""
    marks = {COIN: random.randint(20, 300), GRAIN: random.randint(5, 90)}
    rates = {kind: random.randint(1, 50_000) if has_fees else 0 for kind in MarketKind}
    drawn = []
    for _ in range(orders):
        index = random.randrange(len(MARKETS))
        asset, kind = MARKETS[index]
        side = random.choice((Side.BUY, Side.SELL))
        price = random.randint(1, 9_999)
        if kind is not MarketKind.LEND:
            price = max(1, marks[asset] * random.randint(600, 1_400) // 1_000)
        is_offer = kind is MarketKind.LEND and side is Side.SELL
        rate = 0 if is_offer else rates[kind]
        drawn.append(PaperOrder(index, side, price, random.randint(1, most_lots), rate))
    risks = {asset: _risk(random) for asset in (COIN, GRAIN)}
    return Sheet(
        balances={asset: random.randint(0, 400) for asset in (BASE, COIN, GRAIN)},
        loans=tuple(
            (asset, random.randint(1, 9) * random.choice((-1, 1)), random.randint(1, 999))
            for asset in (BASE, COIN, GRAIN)
            if random.random() < 0.5
        ),
        legs=tuple(
            (asset, random.randint(-9, 9), random.randint(1, 200))
            for asset in (COIN, GRAIN)
            if random.random() < 0.7
        ),
        orders=tuple(drawn),
        marks=marks,
        risks=risks,
        lot_atoms={BASE: 7, COIN: random.choice((1, 10, 12)), GRAIN: random.choice((1, 3, 1000))},
        loan_fee_rate=rates[MarketKind.LEND],
    )


def _risk(random: Random) -> tuple[int, int, int]:
    return random.randint(0, 300), random.randint(0, 200), random.randint(0, 200)
