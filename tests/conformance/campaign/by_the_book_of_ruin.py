"""The second generator with liquidation, written from spec chapter 12, section 5, alone."""

from collections.abc import Iterator

from tests.conformance.campaign.book_tables import Json, of
from tests.conformance.campaign.by_the_book import Book
from tests.conformance.campaign.by_the_book_of_legs import LegBook
from tests.conformance.campaign.by_the_book_of_loans import HOUR, LoanBook
from tests.conformance.campaign.by_the_book_of_shocks import OTHER_SIDE, ShockBook
from tests.conformance.campaign.by_the_book_of_winding import WindingBook, swap


class RuinBook(WindingBook):
    """One sequence of `world/1`."""

    def drawn(self) -> Iterator[Json]:
        for command in super().drawn():
            if command["type"] == "ruin":
                yield from self.told_ruin()
            else:
                yield command

    def ruin(self) -> Json:
        """Stands for its commands until it is drawn (`drawn`)."""
        return {}

    def story(self) -> Iterator[Json]:
        yield from self.first_values()
        told = self.pick(
            (1, ""), (6, "loans"), (2, "legs"), (6, "margin"), (11, "ruin"), (1, "long")
        )
        if told == "long":
            self.cast_story()
            yield from self.refreshed(self.margin_story_7(*self.cast[:3]))
        elif told == "ruin":
            yield from self.told_ruin()
        elif told == "margin":
            yield from self.story_of_margin()
        elif told:
            yield from self.refreshed(getattr(self, f"story_of_{told}")())

    def told_ruin(self) -> Iterator[Json]:
        self.cast_story()
        weights = ((5, 1), (2, 2), (3, 3), (3, 4), (4, 5), (2, 6), (4, 7), (3, 8), (2, 9))
        number = self.pick(*weights)
        yield from self.straightened()
        yield from self.refreshed(getattr(self, f"ruin_story_{number}")(*self.cast[:3]))

    def ruin_story_1(self, v: int, x: int, y: int) -> Iterator[Json]:
        side = self.one_side()
        yield from self.sinks(v, x, side)
        yield from self.quotes_some(x, side)
        yield from self.slides(v, y, side, 8)
        yield self.closed_out(v, 0)
        yield from self.reward()

    def ruin_story_2(self, v: int, x: int, y: int) -> Iterator[Json]:
        side = self.one_side()
        yield from self.sinks(v, x, side)
        yield self.gap_against(side)
        yield from self.quotes_some(x, side)
        yield self.liquidates(y, v, self.touches + 1)
        yield self.liquidates(y, v, self.touches)
        yield self.closed_out(v, self.draw(1000))
        yield self.closed_out(v, 1000)
        yield from self.recovers(v)

    def ruin_story_3(self, v: int, x: int, y: int) -> Iterator[Json]:
        self.low, p = v, self.told_on
        yield from self.recovers(x)
        yield from self.recovers(y)
        yield of(x, "deposit", asset=2, atoms=200 * self.numbers["portions"][2])
        u = 1 + self.draw(4)
        yield from self.opens(v, x, p, u)
        if self.draw(4) != 0:
            yield from self.meets(v, x, p, "buy", self.at_mark(p), self.lots_of_basis(p, u))
        self.story_market = 2
        yield from self.lend(v, y, 1)
        yield from self.nearly(v)
        edge = self.numbers["edge"]
        for i in range(edge - 6, edge - 16, -1):
            yield of(v, "withdraw", asset=2, atoms=2**i)
        yield from self.offers(x, 2, 3)
        yield self.buys_spot(x)
        yield from self.slides(v, y, "buy", 40)
        yield self.closed_out(v, 1000)
        yield from self.reward()

    def ruin_story_4(self, v: int, x: int, y: int) -> Iterator[Json]:
        side, p = self.one_side(), self.told_on
        self.story_market, self.low = self.one_of_lending(), v
        yield from self.lend(v, x, 1)
        yield from self.lend(y, v, 2)
        c = self.pick((1, x), (3, y))
        yield from self.builds(v, c, side)
        yield from self.nearly(x)
        yield from self.in_steps(v)
        yield self.gap_against(side)
        yield self.trues_up(v, c)
        yield self.collects(v, c)
        minimum, price = self.rules(p)[3], self.at_mark(p)
        yield from self.meets(v, y, p, OTHER_SIDE[side], price, minimum)
        if self.draw(2) != 0:
            yield self.at(self.next_due() + 1)
            yield from self.offers(y, 2, 4)
        yield self.liquidates(y, v, self.touches)
        for permille in (0, 200, 1000):
            yield self.closed_out(v, permille)
        yield from self.recovers(v)
        yield from self.recovers(x)

    def ruin_story_5(self, v: int, x: int, y: int) -> Iterator[Json]:
        side, p = self.one_side(), self.told_on
        self.story_market, self.low = self.one_of_lending(), v
        yield from self.lend(v, y, 2)
        loan = self.last_loan
        yield from self.lend(x, v, 1)
        yield self.hours(1 + self.draw(12))
        yield from self.sinks(v, x, side)
        yield from self.offers(x, self.story_market, 1 + self.draw(3))
        _, _, _, minimum, span = self.rules(p)
        yield self.placed(x, p, side, self.at_mark(p), 3 * minimum * span)
        if self.draw(4) != 0:
            yield from self.slides(v, y if self.draw(2) != 0 else x, side, 8)
        else:
            yield self.gap_against(side)
        yield self.liquidates(x, v, self.touches)
        yield self.liquidates(x, v, self.touches)
        yield self.closed_out(v, 1000)
        yield self.pays_interest(y, loan)
        yield from self.recovers(v)

    def ruin_story_6(self, v: int, x: int, y: int) -> Iterator[Json]:
        side = self.one_side()
        self.story_market = self.one_of_lending()
        yield from self.lend(x, y, 1)
        loan = self.last_loan
        yield from self.lend(v, x, 1)
        yield self.hours(1 + self.draw(12))
        self.hand_over(loan, one_only=False)
        yield of(x, "swap_loan", loan=loan, own_loan=None)
        i = self.draw(3)
        target, other = (v, x, y)[i], (x, y, v)[i]
        yield from self.sinks(target, other, side)
        yield self.gap_against(side)
        yield from self.quotes(other, side, 3)
        yield self.liquidates(other, target, self.touches)
        yield self.closed_out(target, 1000)
        yield self.pays_interest(y, loan)
        yield from self.recovers(target)

    def ruin_story_7(self, v: int, x: int, y: int) -> Iterator[Json]:
        self.story_market, self.low = self.one_of_lending(), v
        yield from self.recovers(y)
        due = self.clock + 240 * HOUR
        yield from self.lend(y, v, 2)
        loan = self.last_loan
        for term in ("extensible", "returnable"):
            if self.draw(2) == 0:
                yield self.sets(y, loan, term, False)
        yield self.hours(1)
        yield from self.lend(x, v, 1)
        other_one = self.last_loan
        yield from self.lend(y, x, 1)
        yield self.at(due + 1)
        yield of(x, "swap_loan", loan=other_one, own_loan=None)
        if self.draw(4) != 0:
            yield from self.offers(y, self.story_market, 1 + self.draw(2))
        if self.draw(2) != 0:
            yield from self.nearly(v)
        yield from self.quotes(x, "buy", 1)
        yield self.liquidates(y, v, 1)
        yield self.liquidates(y, v, self.touches)
        yield from self.reward()
        yield from self.recovers(v)

    def ruin_story_8(self, v: int, x: int, y: int) -> Iterator[Json]:
        side = self.one_side()
        yield from self.sinks(v, x, side)
        yield self.step_against(side, 50, 50)
        yield of(x, "swap_for_target", target=v, **swap(1, 1, 2, 1))
        yield self.swaps_for(x, v, 50)
        yield self.swaps_for(x, v, 100, back=True)
        yield self.swaps_for(x, v, 97)
        yield self.swaps_for(x, v, 100)
        yield from self.quotes(x, side, 3)
        yield self.liquidates(y, v, self.touches)
        yield self.liquidates(y, v, self.touches)
        yield from self.reward()
        yield from self.recovers(v)

    def ruin_story_9(self, v: int, x: int, y: int) -> Iterator[Json]:
        side = self.one_side()
        self.story_market = 2
        yield from self.recovers(y)
        yield from self.lend(y, x, 2)
        yield from self.lend(x, v, 2)
        yield from self.builds(v, y, side)
        yield from self.nearly(x)
        yield from self.nearly(v)
        yield self.gap_against(side)
        yield self.gap_against(side)
        for target in (v, x):
            self.low = target
            yield self.liquidates(y, target, self.touches)
            yield self.closed_out(target, 1000)
        yield from self.recovers(v)
        yield from self.recovers(x)


BOOKS: dict[str, type[Book]] = {
    "lend/1": LoanBook,
    "perp/1": LegBook,
    "margin/1": ShockBook,
    "world/1": RuinBook,
}


def campaign(seed: int, profile: str, preset: str) -> Iterator[Json]:
    """The commands of a campaign of any profile."""
    seeds = Book(seed, profile, preset)
    while True:
        drawn = BOOKS.get(profile, Book)(seeds.word(), profile, preset).commands()
        for _ in range(250):
            yield next(drawn)
