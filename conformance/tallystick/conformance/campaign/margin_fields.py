"""How the campaign generator draws one field where accounts are valued (CNF-031)."""

from attrs import Factory, define, field

from tallystick.conformance.campaign.margin_tables import MARGIN_NUMBERS, MarginNumbers
from tallystick.conformance.campaign.sent_loans import HOUR_MILLISECONDS
from tallystick.conformance.campaign.sequence_draws import SequenceDraws
from tallystick.reference.types import commands as c
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.units import (
    AssetId,
    Atoms,
    MarketId,
    Milliseconds,
    Permille,
    Price,
    PrincipalId,
)

OPERATOR = PrincipalId(0)
MARKED = (2, 3)
"""The assets whose marks move."""


def risk_of(
    signer: PrincipalId, asset: int, values: tuple[int, int, int], at: int | None = None
) -> SetRisk:
    """Risk values of an asset, in force at once or from a time on."""
    risk, slippage, perp_slippage = values
    return SetRisk(
        signer,
        AssetId(asset),
        Permille(risk),
        Permille(slippage),
        Permille(perp_slippage),
        None if at is None else Milliseconds(at),
    )


@define
class MarginFields(SequenceDraws):
    """Marks and risk values that were sent, and the fields drawn from them."""

    numbers: MarginNumbers = field(kw_only=True, default=MARGIN_NUMBERS["minimal"])
    marks: dict[int, int] = Factory(dict)
    """The last mark that was sent of an asset."""
    marked_at: dict[int, int] = Factory(dict)
    """When it was sent."""
    valued: set[int] = Factory(set)
    """Assets for which risk values were sent that were to be in force at once."""
    low: int = 0
    """The account that was last put below zero, probably; 0 if none was."""

    @property
    def priced(self) -> tuple[int, ...]:
        """The assets that may have a mark and risk values."""
        return tuple(range(2, 2 + len(self.numbers.first_marks)))

    def note(self, command: c.Command) -> None:
        """Remember marks and risk values that the operator has sent."""
        match command:
            case c.SetMark(0, asset, mark) if asset in self.priced:
                if 1 <= mark <= self.world.highest_mark:
                    self.marks[asset], self.marked_at[asset] = mark, self.clock
            case SetRisk(0, asset, effective_at=None) if asset in self.priced:
                self.valued.add(asset)

    def first_mark(self, asset: int) -> int:
        """The mark with which an asset begins."""
        return self.numbers.first_marks[asset - 2]

    def last_mark(self, asset: int) -> int:
        """The mark that was sent last; before there is one, the first."""
        return self.marks.get(asset, self.first_mark(asset))

    def is_stale(self, asset: int) -> bool:
        """Whether the mark is probably stale (MGN-050)."""
        return self.clock - self.marked_at[asset] > self.numbers.mark_valid_ms

    def middle(self, market: int) -> int:
        """About how many ticks of the market the last mark of its asset is."""
        rules = self.rules(market)
        return max(8, self.last_mark(rules.asset) // rules.tick)

    def level(self, market: int, number: int) -> Price:
        """Of the numbers 18 to 23 that chapter 06 has for prices, one about the last mark."""
        return Price(self.rules(market).tick * max(1, self.middle(market) + 3 * (number - 20)))

    def far_price(self, market: int, side: Side) -> Price:
        """A price that crosses every ordinary price of the other side."""
        rules = self.rules(market)
        if rules.kind is MarketKind.LEND:
            return super().far_price(market, side)
        return Price(rules.tick * (self.middle(market) + (7 + 2 * self.gap, -7)[side is Side.SELL]))

    def price(self, market: int, side: Side) -> Price:
        """A price near the last mark, seldom far from it or wrong."""
        rules, middle = self.rules(market), self.middle(market)
        if rules.kind is MarketKind.LEND:
            return super().price(market, side)
        lowest = middle - 6 + (2 * self.gap if side is Side.SELL else 0)
        match self.draws.pick(220, 30, 12, 2, 1, 1, 1):
            case 0:
                return Price(rules.tick * (lowest + self.draws.draw(13)))
            case 1:
                return self.far_price(market, side)
            case 2:
                return Price(rules.tick * (middle * (80, 120)[self.draws.draw(2)] // 100))
            case 3:
                return Price(rules.tick * middle + 1)
            case other:
                return Price((rules.tick * middle * 20, 2**40 + 1, 0)[other - 4])

    def atoms(self, asset: AssetId) -> Atoms:
        """An amount to deposit, withdraw or transfer."""
        match self.draws.pick(100, 12, 5, 1, 2, 2, 1):
            case 0:
                portion = self.world.portion_atoms[asset - 1] if asset in (1, 2, 3) else 1
                return Atoms((1 + self.draws.draw(40)) * portion)
            case 1:
                return Atoms(1 + self.draws.draw(40))
            case other:
                return Atoms((2**56, 3 * 2**54, 2**56 + 1, 0, 2**64 + 1)[other - 2])

    def scaled(self, asset: int, permille: int) -> Price:
        """The last mark, changed by so many permille of itself."""
        mark = self.last_mark(asset) * (1000 + permille) // 1000
        return Price(min(max(1, mark), self.world.highest_mark))

    def mark(self, asset: int) -> Price:
        """A new mark: mostly a small step from the last one, sometimes a gap."""
        if asset not in MARKED:
            return Price(1 + self.draws.draw(1000))
        match self.draws.pick(40, 12, 5, 8, 1, 1, 1, 1):
            case 0:
                return self.scaled(asset, self.draws.draw(21) - 10)
            case 1:
                return self.scaled(asset, self.draws.draw(121) - 60)
            case 2:
                return self.gapped(asset, (-1, 1)[self.draws.draw(2)])
            case 3:
                return Price(self.first_mark(asset))
            case other:
                highest = self.world.highest_mark
                return Price((1, highest, highest + 1, 2**40 + 1)[other - 4])

    def gapped(self, asset: int, sign: int) -> Price:
        """The last mark after a gap up (1) or down (-1)."""
        return self.scaled(asset, sign * (100 + self.draws.draw(301)))

    def facing_on(self) -> MarketId:
        """The market of a facing."""
        markets = self.sent.perpetual_markets
        return MarketId(markets[self.draws.draw(len(markets))])

    def risk(self, signer: PrincipalId, asset: AssetId) -> SetRisk:
        """Risk values, mostly announced in time."""
        values = self.risk_values()
        match self.draws.pick(20, 3, 3, 1, 1):
            case 0:
                soonest = self.clock + self.numbers.risk_notice_ms
                at: int | None = soonest + HOUR_MILLISECONDS * self.draws.draw(3)
            case 1:
                at = self.clock + self.numbers.risk_notice_ms - 1
            case other:
                at = (None, self.clock, 2**53)[other - 2]
        return risk_of(signer, asset, values, at)

    def risk_values(self) -> tuple[int, int, int]:
        """Three numbers of permille, seldom ones that are refused."""
        match self.draws.pick(40, 2, 2, 3, 1):
            case 0:
                risk = (50, 100, 150, 200)[self.draws.draw(4)]
                slippage = (10, 20, 30)[self.draws.draw(3)]
                return risk, slippage, (slippage, 0)[self.draws.pick(3, 1)]
            case other:
                return ((0, 0, 0), (500, 200, 200), (900, 200, 200), (1001, 20, 20))[other - 1]
