"""Perpetual futures as the events tell of them (INV-008), and whether each payment is right.

Applying an event never depends on netting (PRP-030): who faces whom is what the events say. What a
trade does to wealth and positions is known without it (PRP-061).
"""

from typing import assert_never

from attrs import define, field

from tallystick.conformance.checkers.books import BookOrder, Books
from tallystick.conformance.checkers.debt_payments import DebtPayments
from tallystick.conformance.checkers.funding_record import FundingRecord
from tallystick.conformance.checkers.leg_record import LegBook, LegRecord
from tallystick.conformance.checkers.loan_record import Report
from tallystick.conformance.checkers.perp_checks import debt_violations, leg_violations
from tallystick.conformance.checkers.perp_payments import PerpPayments
from tallystick.conformance.checkers.perp_state import PerpState
from tallystick.conformance.checkers.perp_trades import Owed, PerpTrade
from tallystick.conformance.checkers.registry import Registry
from tallystick.conformance.checkers.violation import BrokenTrailError
from tallystick.reference.types.choices import FundingSource, MarketKind, RemovalCause
from tallystick.reference.types.events import Event, FeePaid, MarketListed, Traded
from tallystick.reference.types.parameters import PerpetualParameters
from tallystick.reference.types.perp_events import (
    DebtOpened,
    DebtPaid,
    FundingRateSet,
    FundingTicked,
    LegExtended,
    LegReduced,
    LegSettled,
    PerpetualEvent,
    SettlementPaid,
)
from tallystick.reference.types.units import AccountId, MarketId

CUTS = (
    RemovalCause.REDUCE_ONLY,
    RemovalCause.POSITION_LIMIT,
    RemovalCause.WORK_LIMIT,
    RemovalCause.LEG_LIMIT,
)
"""Causes for which a walk may end, or a maker go, after a trade of fewer lots than both had."""
_OF_A_TRADE = LegReduced | LegExtended | SettlementPaid | DebtOpened | FeePaid
_OF_A_PAYMENT = SettlementPaid | DebtOpened


@define
class Perpetuals:
    """Every leg, debt and window, and what the events of the present command have left open."""

    state: PerpState
    payments: PerpPayments
    debt_payments: DebtPayments
    report: Report
    _best: tuple[int, int] | None = None
    """Best bid and best offer when the present walk began, if there were both."""
    _trade: PerpTrade | None = None
    _wealth: dict[AccountId, int] | None = None
    """Of every account, before the true-up that is being paid."""
    _ticks: list[FundingTicked] = field(factory=list)
    """Ticks that must be told next."""

    @classmethod
    def of_new_venue(
        cls, registry: Registry, perpetual: PerpetualParameters, report: Report
    ) -> "Perpetuals":
        """Nothing yet."""
        state = PerpState(registry, perpetual)
        return cls(state, PerpPayments(state, report), DebtPayments(state, report), report)

    # Before, between and after the events of a command

    def before(self, event: Event | None) -> None:
        """Report what must have been closed before this event, or the end of the command."""
        if not isinstance(event, DebtOpened):
            self.payments.require_debt()
        if self._ticks and not isinstance(event, FundingTicked):
            self.report("PRP-016", f"{len(self._ticks)} ticks are not told: {self._ticks[0]}")
            self._ticks = []
        if self._wealth is not None and not isinstance(event, _OF_A_PAYMENT):
            self._close_true_up(self._wealth)
        if self._trade is not None and not isinstance(event, _OF_A_TRADE):
            self._close_trade(self._trade)
        if event is not None:
            self.debt_payments.before(event)

    def end_command(self, stated_legs: int | None) -> None:
        """Report what the whole command leaves wrong."""
        self.debt_payments.end_command()
        events, state = self.debt_payments.events, self.state
        stepped = [each for each in events if isinstance(each, LegReduced | LegExtended)]
        seen = len(stepped) + sum(isinstance(each, LegSettled) for each in events)
        if stated_legs != seen:
            self.report("PRP-031", f"{stated_legs} legs stated, {seen} seen")
        if len(stepped) > state.perpetual.max_legs_per_command:
            self.report("INV-011", f"{len(stepped)} legs exceed max_legs_per_command")
        for market in sorted({each.market for each in stepped} & set(state.legs)):
            for text in leg_violations(state.legs[market].dumps(), state.perpetual):
                self.report("INV-015", f"market {market} {text}")
        if stepped and self._count() > state.perpetual.max_legs:
            self.report("INV-015", f"the venue has {self._count()} legs")
        if any(isinstance(each, DebtOpened) for each in events):
            for text in debt_violations(state.debts.dumps(), state.perpetual):
                self.report("INV-016", text)
        self.debt_payments.begin_command()

    # Markets and orders

    def list_market(self, event: MarketListed) -> None:
        """Begin the legs and the funding of a perpetual market."""
        is_perpetual = event.kind is MarketKind.PERP
        if is_perpetual != (event.funding_source is not None):
            self.report("PRP-015", f"{event}")
        if is_perpetual:
            source = event.funding_source or FundingSource.BOOK
            self.state.legs[event.market] = LegBook()
            self.state.funding[event.market] = FundingRecord(event.market, source)

    def advance(self, before: int) -> None:
        """Make the ticks since that time; their events must follow (PRP-016)."""
        registry = self.state.registry
        for market, funding in sorted(self.state.funding.items()):
            mark = registry.asset(registry.market(market).listed.asset).mark
            self._ticks += funding.ticks(before, registry.now, mark)

    def is_perpetual(self, market: MarketId) -> bool:
        """Whether it is a market of perpetual futures."""
        return market in self.state.legs

    def begin_walk(self, market: MarketId, books: Books, max_touches: int) -> None:
        """Remember the best prices of a market, before anything of a walk has happened."""
        self._best = None
        if self.is_perpetual(market):
            self._best = self.state.best_prices(books, market, max_touches)

    def remove(self, order: BookOrder, cause: RemovalCause) -> None:
        """Report a cause of this chapter where it does not belong (PRP-013, PRP-031)."""
        is_perpetual = self.is_perpetual(order.terms.market)
        reduces = order.terms.reduce_only
        wanted = RemovalCause.REDUCE_ONLY if reduces else RemovalCause.POSITION_LIMIT
        text = f"{order.name} was removed with cause {cause}"
        if cause in (RemovalCause.REDUCE_ONLY, RemovalCause.POSITION_LIMIT):
            if not is_perpetual or cause is not wanted or self.state.deliverable(order) > 0:
                self.report("PRP-013", text)
        elif cause is RemovalCause.LEG_LIMIT:
            if not is_perpetual or self._count() < self.state.perpetual.max_legs:
                self.report("PRP-031", f"{text}, and there are {self._count()} legs")
        elif cause is RemovalCause.UNDERFUNDED and is_perpetual:
            self.report("PRP-013", text)

    def trade(self, buyer: BookOrder, seller: BookOrder, event: Traded) -> None:
        """Begin a trade, whose legs and payments follow; count its sample."""
        state, funding = self.state, self.state.funding[event.market]
        for order in (buyer, seller):
            lots = state.deliverable(order)
            if event.lots > lots:
                self.report("PRP-013", f"{order.name} traded {event.lots}, can deliver {lots}")
        self._trade = PerpTrade(
            market=event.market,
            buyer=buyer.terms.account,
            seller=seller.terms.account,
            price=event.price,
            lots=event.lots,
            wealth=state.wealth(),
            positions=state.positions(event.market),
        )
        if self._best is not None and funding.source is FundingSource.BOOK:
            permille = state.perpetual.premium_sample_bound_permille
            mark, now = state.mark(event.market), state.registry.now
            funding.sample(now, event.lots, self._best, mark, permille)

    def pay_fee(self, event: FeePaid) -> None:
        """Pay a fee of the trade; all else of it must have been paid (PRP-035)."""
        trade = self._open_trade()
        self._end_steps(trade)
        self.payments.require_paid()
        trade.fees[event.account] += event.atoms
        self.payments.pay_fee(event)

    # Events of the chapter

    def fold(self, event: PerpetualEvent) -> None:
        """Apply an event; BrokenTrailError if it cannot be."""
        match event:
            case LegReduced():
                self._reduce(event)
            case LegExtended():
                self._extend(event)
            case LegSettled():
                self._settle(event)
            case SettlementPaid():
                if self._trade is not None:
                    self._end_steps(self._trade)
                self.payments.pay(event)
            case DebtOpened():
                self.payments.open_debt(event)
            case DebtPaid():
                self.debt_payments.pay(event)
            case FundingRateSet():
                funding = self.state.funding.get(event.market)
                if funding is None or funding.source is not FundingSource.PUBLISHED:
                    raise BrokenTrailError("PRP-021", "the rate of this market is not published")
                funding.published_rate = event.rate
            case FundingTicked():
                self._tick(event)
            case _ as never:
                assert_never(never)

    def _reduce(self, event: LegReduced) -> None:
        trade = self._trade_in(event.market)
        record = self._leg_of(event)
        trade.owed.take(event)
        index = self.state.funding[event.market].index
        self.state.legs[event.market].lose(record, event.lots, self.state.mark(event.market), index)

    def _extend(self, event: LegExtended) -> None:
        trade = self._trade_in(event.market)
        pair = (event.long_account, event.short_account)
        for account in pair:
            self.state.registry.account(account)
        book = self.state.legs[event.market]
        is_opened = pair == (trade.buyer, trade.seller)
        price = trade.price if is_opened else self.state.mark(event.market)
        if event.price != price:
            self.report("PRP-030", f"{event}, but the price is {price}")
        if event.leg != book.number(pair):
            self.report("PRP-002", f"{event}, but its number is {book.number(pair)}")
        trade.opened_lots += event.lots if is_opened else 0
        book.gain(pair, event.leg, event.lots, event.price, self.state.funding[event.market].index)

    def _settle(self, event: LegSettled) -> None:
        record = self._leg_of(event)
        self._wealth = self.state.wealth()
        owed = Owed()
        owed.take(event)
        self.payments.owed = owed.payments(event.long_account, event.short_account)
        record.settle(self.state.mark(event.market), self.state.funding[event.market].index)

    def _leg_of(self, event: LegReduced | LegSettled) -> LegRecord:
        """The leg that an event settles; what it is worth must be as stated (PRP-006)."""
        if event.market not in self.state.legs:
            raise BrokenTrailError("INV-008", f"market {event.market} has no legs")
        record = self.state.legs[event.market].leg((event.long_account, event.short_account))
        index = self.state.funding[event.market].index
        worth = (self.state.value(event.market, record), record.accrued(index))
        if (event.atoms, event.funding_atoms) != worth:
            self.report("PRP-006", f"{event}, but value and funding are {worth}")
        return record

    def _tick(self, event: FundingTicked) -> None:
        if not self._ticks:
            raise BrokenTrailError("PRP-016", "no tick has passed")
        wanted = self._ticks.pop(0)
        if event == wanted:
            return
        clause = "PRP-016"
        if (event.market, event.tick_time) == (wanted.market, wanted.tick_time):
            clause = "PRP-018" if event.rate != wanted.rate else "PRP-017"
        self.report(clause, f"{event}, not {wanted}")

    def close_out(self, target: AccountId) -> None:
        """Legs and debts of an account that is closed out are gone (LIQ-031)."""
        for book in self.state.legs.values():
            book.drop_all(target)
        self.state.debts.drop_all(target)

    # The end of a trade and of a true-up

    def _trade_in(self, market: MarketId) -> PerpTrade:
        trade = self._open_trade()
        if trade.is_netted or trade.market != market:
            raise BrokenTrailError("CMD-052", f"the steps of this trade have ended: {trade}")
        return trade

    def _open_trade(self) -> PerpTrade:
        if self._trade is None:
            raise BrokenTrailError("CMD-052", "there is no trade on a perpetual market")
        return self._trade

    def _end_steps(self, trade: PerpTrade) -> None:
        if not trade.is_netted:
            self.payments.owed = trade.close_steps(self.state.mark(trade.market))

    def _close_trade(self, trade: PerpTrade) -> None:
        """Test what a trade has done to everybody (PRP-061)."""
        self._trade = None
        self._end_steps(trade)
        self.payments.require_paid()
        mark = self.state.mark(trade.market)
        positions, wealth = self.state.positions(trade.market), self.state.wealth()
        for account, position in positions.items():
            if position != trade.position_of(account):
                wanted = trade.position_of(account)
                self.report("PRP-061", f"account {account} has {position} lots, not {wanted}")
            gained = wealth[account] - trade.wealth[account]
            if gained != trade.gain_of(account, mark):
                wanted = trade.gain_of(account, mark)
                self.report("PRP-061", f"account {account} gained {gained} atoms, not {wanted}")

    def _close_true_up(self, before: dict[AccountId, int]) -> None:
        """Test that nobody has gained anything (PRP-050)."""
        self._wealth = None
        self.payments.require_paid()
        wealth = self.state.wealth()
        for account, atoms in before.items():
            if wealth[account] != atoms:
                self.report("PRP-050", f"account {account} had {atoms}, has {wealth[account]}")

    def _count(self) -> int:
        return sum(book.count() for book in self.state.legs.values())
