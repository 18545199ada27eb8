"""Stories of several commands that random ones hardly ever tell: who lives on credit, and a fall.

A venue may refuse any of the commands; the next one is drawn from what is there then.
"""

from collections.abc import Callable
from random import Random

from tallystick.reference.types.choices import MarketKind, OrderType, SelfTrade, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    Command,
    NewOrder,
    PlaceOrder,
    SetMark,
)
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.liquidation_commands import (
    ClaimReward,
    DeclareBankruptcy,
    Liquidate,
    ReverseReward,
    SwapForTarget,
)
from tallystick.reference.types.loan_commands import RenewLoan, RollLoan, SwapLoan
from tallystick.reference.types.units import (
    AccountId,
    AssetId,
    Atoms,
    Count,
    Lots,
    Milliseconds,
    OrderId,
    Permille,
    Price,
    PrincipalId,
)
from tests.fast.streams import BASE, OPERATOR, STOCK, owner_of
from tests.fast.world_moves import Drawn, canceller, giver, held_by, market_of, side_of, taker

TICK = 5
HOUR = 3_600_000
LOW_RATE = 500
FAR = 10_000
MOST_LOTS = 390
STEPS = 6
FLAGS = ((True, True), (True, False), (True, False), (False, False))
"""Of an offer: whether it is returnable and extensible."""


class Episodes:
    """Draws stories; each is a list of commands that are made one after the other."""

    def __init__(self, draw: Random, strength: Callable[[AccountId], float]) -> None:
        """`strength` is roughly what an account has beyond what its risk asks for."""
        self._draw = draw
        self._strength = strength

    def next(self, dump: StateDump) -> list[Drawn]:
        """A new story about three accounts."""
        accounts = [account.account for account in dump.accounts]
        target, other, third = self._draw.sample(accounts, 3)
        asset = AssetId(min(self._draw.choice((2, 2, 3)), len(dump.assets)))
        told = self._draw.random()
        third_asset = AssetId(3)
        if told < 0.4 and market_of(dump, MarketKind.SPOT, third_asset) is None:
            # What has no book can only be sold to somebody who gives something for it
            return self._with_a_position(target, other, third, STOCK, third_asset)
        if told < 0.5:
            return self._with_a_position(target, other, third, asset)
        if told < 0.6:
            parties = self._draw.sample((target, other, third), 3)
            position = self._with_a_position(parties[0], parties[1], parties[2], asset)
            return [*self._with_claims(target, other, third), *position]
        if told < 0.75:
            return self._with_borrowed_base(target, other, third, asset)
        return self._with_an_overdue_loan(target, other, third)

    def _with_a_position(
        self,
        target: AccountId,
        other: AccountId,
        third: AccountId,
        asset: AssetId,
        held: AssetId | None = None,
    ) -> list[Drawn]:
        """A perpetual position as large as it may be, a mark that moves, and bids in the band.

        Of an asset that is held beside, others take some at each step.
        """
        side, times = self._draw.choice(list(Side)), self._draw.choice((3, 4, 5, 6, 8))
        against = Side.SELL if side is Side.BUY else Side.BUY
        return [
            *self._of_means(target, other, third),
            giver(target, held or BASE, 280),
            self._order(MarketKind.PERP, asset, other, against, 0, times, target),
            self._order(MarketKind.PERP, asset, target, side, 0, times, target, is_taker=True),
            *self._fall(MarketKind.PERP, asset, side, (target, other, third), held),
        ]

    def _with_borrowed_base(
        self, target: AccountId, other: AccountId, third: AccountId, asset: AssetId
    ) -> list[Drawn]:
        """Stock bought on credit, or sold short, a mark that moves, and orders in the band."""
        is_long, times = self._draw.random() < 0.6, self._draw.choice((2, 3, 4, 5))
        borrowed = BASE if is_long else asset
        side, against = (Side.BUY, Side.SELL) if is_long else (Side.SELL, Side.BUY)
        spot = MarketKind.SPOT
        return [
            *self._of_means(target, other, third, asset),
            self._order(MarketKind.LEND, borrowed, other, Side.SELL, 0, times, target),
            self._order(
                MarketKind.LEND, borrowed, target, Side.BUY, 0, times, target, is_taker=True
            ),
            self._order(spot, asset, third, against, 0, times, target),
            self._order(spot, asset, target, side, 0, times + 1, target, is_taker=True),
            *self._fall(spot, asset, side, (target, other, third)),
        ]

    def _with_an_overdue_loan(
        self, target: AccountId, other: AccountId, third: AccountId
    ) -> list[Drawn]:
        """A loan that nobody paid in time, while others offer to lend a part of it."""
        asset = AssetId(self._draw.choice((1, 1, 2)))
        lend = MarketKind.LEND
        return [
            *self._of_means(target, other, third, STOCK),
            self._order(lend, asset, other, Side.SELL, 0, 2, target),
            self._order(lend, asset, target, Side.BUY, 0, 2, target, is_taker=True),
            self._at_due(1),
            *[self._anew(AssetId(each), 100) for each in (2, 3)],
            self._order(lend, asset, third, Side.SELL, 0, 1, target),
            *self._wound_up(target, other, third),
        ]

    def _with_claims(self, target: AccountId, other: AccountId, third: AccountId) -> list[Drawn]:
        """A loan that its lender hands over, with a claim on the hours that went by."""
        asset = AssetId(self._draw.choice((1, 2)))
        lend = MarketKind.LEND

        def handed_over(dump: StateDump) -> Command | None:
            loans = [loan for loan in dump.loans or () if loan.borrower == target]
            lent = [loan.loan for loan in loans if loan.lender == other]
            return SwapLoan(owner_of(other), other, lent[-1], None) if lent else None

        return [
            *self._of_means(target, other, third, asset),
            self._order(lend, asset, other, Side.SELL, 0, 2, target),
            self._order(lend, asset, target, Side.BUY, 0, 2, target, is_taker=True),
            lambda dump: AdvanceTime(OPERATOR, Milliseconds(dump.now + 9 * HOUR)),
            *[self._anew(AssetId(each), 100) for each in (2, 3)],
            self._order(lend, asset, third, Side.SELL, 0, 2, target),
            self._order(lend, asset, other, Side.BUY, 0, 2, target, is_taker=True),
            handed_over,
        ]

    def _of_means(
        self, target: AccountId, other: AccountId, third: AccountId, asset: AssetId = BASE
    ) -> list[Drawn]:
        """Marks are fresh and nobody has orders; the target has little, the others enough."""
        stories: list[Drawn] = [self._anew(AssetId(each), 100) for each in (2, 3)]
        stories += [canceller(account) for account in (target, other, third)]
        stories += [taker(target, AssetId(each), 0) for each in (2, 3)]
        assets = sorted({BASE, asset})
        stories += [giver(account, each, FAR) for account in (other, third) for each in assets]
        little = self._draw.choice((500, 1_000, 2_000))
        return [*stories, taker(target, BASE, little), giver(target, BASE, little)]

    def _order(
        self,
        kind: MarketKind,
        asset: AssetId,
        account: AccountId,
        side: Side,
        away_permille: int,
        times: int,
        sized_by: AccountId,
        *,
        is_taker: bool = False,
    ) -> Drawn:
        """An order near the mark, of some times what an account is worth; lent at a low rate."""

        def drawn(dump: StateDump) -> Command | None:
            market = market_of(dump, kind, asset)
            if market is None:
                return None
            mark = dump.assets[asset - 1].mark or dump.assets[asset - 1].lot_atoms
            worth = max(100, int(self._strength(sized_by)))
            lots = max(2, min(MOST_LOTS, worth * times // (2 * mark) * 2))
            price = max(1, (mark + mark * away_permille // 1000) // TICK) * TICK
            returnable = extensible = None
            if kind is MarketKind.LEND:
                price = LOW_RATE
                if side is Side.SELL:
                    returnable, extensible = self._draw.choice(FLAGS)
            elif is_taker:
                price += side_of(side) * TICK
            order = NewOrder(
                OrderId(dump.accounts[account - 1].last_order_id + 1),
                market,
                side,
                Price(max(1, price)),
                Lots(lots),
                OrderType.IOC if is_taker else OrderType.LIMIT,
                SelfTrade.CANCEL_MAKER,
                returnable=returnable,
                extensible=extensible,
            )
            return PlaceOrder(owner_of(account), account, order)

        return drawn

    def _fall(
        self,
        kind: MarketKind,
        asset: AssetId,
        side: Side,
        accounts: tuple[AccountId, AccountId, AccountId],
        taken: AssetId | None = None,
    ) -> list[Drawn]:
        """The mark moves against a position step by step, and others trade at the new one."""
        target, other, third = accounts
        story: list[Drawn] = []
        permille = 1000 - side_of(side) * self._draw.choice((30, 40, 50, 70, 100, 150, 300))
        for _ in range(STEPS):
            away_permille = -side_of(side) * self._draw.choice((0, 10, 20))
            story.append(self._anew(asset, permille, 1000))
            story.append(self._order(kind, asset, third, side, away_permille, 2, third))
            if taken is not None:
                story.append(self._swap(other, target, taken))
            if taken is None or self._draw.random() < 0.3:
                story += self._wound_up(*accounts)[: self._draw.choice((1, 2))]
        if kind is not MarketKind.PERP:
            story += self._aged(target, third)
        loss = Permille(self._draw.choice((0, 300, 1000, 1000)))
        story.append(lambda _: DeclareBankruptcy(OPERATOR, target, loss))
        return [*story, self._rewarded, self._rewarded]

    def _anew(self, asset: AssetId, parts: int, whole: int = 100) -> Drawn:
        """A mark is set to a part of what it is."""

        def drawn(dump: StateDump) -> Command | None:
            if asset > len(dump.assets):
                return None
            mark = dump.assets[asset - 1].mark or 100
            moved = max(20, min(2_000, mark * parts // whole))
            return SetMark(OPERATOR, asset, Price(moved))

        return drawn

    def _aged(self, target: AccountId, third: AccountId) -> list[Drawn]:
        """The newest loan of a target is about to be due, or overdue, and somebody has it go on."""
        late = self._draw.choice((-HOUR, 1))
        marks = [self._anew(AssetId(each), 100) for each in (2, 3)]

        def going_on(dump: StateDump) -> Command | None:
            loans = [loan.loan for loan in dump.loans or () if loan.borrower == target]
            if not loans:
                return None
            if late > 0:
                return RollLoan(owner_of(third), loans[-1])
            return RenewLoan(owner_of(third), third, loans[-1])

        return [self._at_due(late), *marks, going_on]

    def _at_due(self, late: int) -> Drawn:
        """The clock goes to the due time of the newest loan, or so much later."""

        def drawn(dump: StateDump) -> Command | None:
            loans = dump.loans or ()
            if not loans:
                return None
            return AdvanceTime(OPERATOR, Milliseconds(max(dump.now, loans[-1].due + late)))

        return drawn

    def _wound_up(self, target: AccountId, other: AccountId, third: AccountId) -> list[Drawn]:
        """The target is liquidated once or twice, and the reward goes to one or the other."""

        def liquidated(account: AccountId) -> Drawn:
            work = Count(self._draw.choice((1, 2, 5, 12, 25, 25, 25)))
            return lambda _: Liquidate(owner_of(account), account, target, work)

        return [liquidated(third), liquidated(other), self._rewarded]

    def _rewarded(self, dump: StateDump) -> Command | None:
        """A reward is claimed or goes back; or the time comes in which it may be claimed."""
        if not dump.escrows:
            return None
        escrow, told = self._draw.choice(dump.escrows), self._draw.random()
        if told < 0.3:
            return AdvanceTime(OPERATOR, Milliseconds(max(dump.now, escrow.due + 1)))
        if told < 0.6:
            return ReverseReward(OPERATOR, escrow.escrow)
        return ClaimReward(PrincipalId(77), escrow.escrow)

    def _swap(self, account: AccountId, target: AccountId, take: AssetId) -> Drawn:
        """Base for a part of what the target has, for about what it is worth."""

        def drawn(dump: StateDump) -> Command | None:
            held = held_by(dump, target, take)
            if held == 0:
                return None
            atoms = max(1, held // self._draw.choice((1, 2, 4)))
            asset = dump.assets[take - 1]
            worth = atoms * (asset.mark or 0) * self._draw.choice((85, 97, 101, 105))
            give = Atoms(worth // (100 * asset.lot_atoms) + 1)
            signer = owner_of(account)
            return SwapForTarget(signer, account, target, BASE, give, take, Atoms(atoms))

        return drawn
