"""The events of one command as a story: steps of its trades, and who pays whom for what."""

from collections.abc import Iterator, Sequence

from attrs import define, field, frozen

from tallystick.conformance.explain.leg_story import (
    TRUE_UP,
    LegEvent,
    Legs,
    Pair,
    Parties,
    Step,
    part_of,
    step_words,
)
from tallystick.conformance.explain.perp_views import BASE_ASSET, TREASURY, PerpMarket
from tallystick.conformance.explain.sums import Sum
from tallystick.reference.types.events import Event, FeePaid, Traded
from tallystick.reference.types.liquidation_events import (
    BankruptcyDeclared,
    CloseOutPaid,
    EstatePaid,
)
from tallystick.reference.types.perp_events import (
    DebtOpened,
    DebtPaid,
    LegExtended,
    LegReduced,
    LegSettled,
    SettlementPaid,
)
from tallystick.reference.types.units import AccountId, AssetId, Atoms, LegId, Lots, MarketId

MOST_LEGS_OF_A_STEP = 3
CLOSE_OUT = "close-out"
"""What a debtor of the bankrupt pays for: how much, the estate decides, and no leg (LIQ-033)."""


@frozen
class PerpPayment:
    """What one account pays another, or the treasury, for one thing.

    `offset_atoms` are taken off debts of the receiver, `atoms` come from the balance, `debt_atoms`
    are owed from now on; a fee states the whole of it as `atoms` plus `debt_atoms`.
    """

    payer: AccountId
    receiver: AccountId
    asset: AssetId
    what: str
    offset_atoms: Atoms
    atoms: Atoms
    debt_atoms: Atoms
    sums: tuple[Sum, ...] = ()


@frozen
class Story:
    """What a command did in perpetual markets, and what was paid in it, whatever for."""

    steps: tuple[Step, ...]
    payments: tuple[PerpPayment, ...]
    trades: tuple[Traded, ...]
    legs: tuple[Legs, ...]
    """Of every market, after the command."""
    problems: tuple[str, ...]


@define
class _Owed:
    """What passes between two accounts each before it is paid, as terms of a sum."""

    terms: list[tuple[AccountId, AccountId, str, int]] = field(factory=list)

    def add(self, payer: AccountId, payee: AccountId, expression: str, atoms: int) -> None:
        """So much more is owed; nothing is written down of 0."""
        if atoms:
            self.terms.append((payer, payee, expression, atoms))

    def take(self, payer: AccountId, payee: AccountId) -> Sum:
        """All that is owed from one to the other, which is paid now."""
        between = {(payer, payee): 1, (payee, payer): -1}
        text, total = "", 0
        for one, other, expression, atoms in self.terms:
            sign = between.get((one, other), 0)
            if sign:
                operator = " + " if sign > 0 else " - "
                text += f"{operator if text or sign < 0 else ''}{expression}"
                total += sign * atoms
        self.terms = [term for term in self.terms if term[:2] not in between]
        return Sum("owed", text.strip() or "0", total)

    def left(self) -> Iterator[str]:
        """What is owed and was not paid, in words."""
        for payer, payee in dict.fromkeys(term[:2] for term in self.terms):
            owed = self.take(payer, payee)
            if owed.equals:
                yield f"account {payer} owes account {payee} {owed.equals} atoms and does not pay"


class StoryTeller:
    """Reads the events of one command from first to last."""

    def __init__(self, markets: Sequence[PerpMarket]) -> None:
        """Begin with the markets as they are before the command."""
        self._legs = {market.market: Legs.of(market) for market in markets}
        self._steps: list[Step] = []
        self._payments: list[PerpPayment] = []
        self._trades: list[Traded] = []
        self._problems: list[str] = []
        self._owed = _Owed()
        self._pending: list[LegEvent] = []
        self._sums: list[Sum] = []
        self._numbers: dict[Pair, LegId] = {}
        self._netted_lots = 0
        """Of the present trade, in parts 1 to 3."""
        self._is_close_out = False

    def tell(self, events: Sequence[Event]) -> Story:
        """The whole story."""
        for event in events:
            self._read(event)
        self._end_trade()
        self._problems += self._owed.left()
        return Story(
            tuple(self._steps),
            tuple(self._payments),
            tuple(self._trades),
            tuple(self._legs.values()),
            tuple(self._problems),
        )

    def _read(self, event: Event) -> None:
        match event:
            case Traded() if event.market in self._legs:
                self._end_trade()
                self._problems += self._owed.left()
                self._trades.append(event)
            case LegReduced() | LegSettled() | LegExtended():
                self._leg_event(event)
            case SettlementPaid():
                self._end_trade()
                paid = (Atoms(event.offset_atoms), Atoms(event.atoms), Atoms(0))
                if self._is_close_out:
                    self._pay(event.account, event.to_account, CLOSE_OUT, paid)
                    return
                owed = self._owed.take(event.account, event.to_account)
                self._pay(event.account, event.to_account, "settlement", paid, (owed,))
            case BankruptcyDeclared():
                self._is_close_out = True
                for legs in self._legs.values():
                    legs.close_out(event.target)
            case CloseOutPaid():
                paid = (Atoms(0), event.atoms, Atoms(0))
                self._pay(event.account, event.target, CLOSE_OUT, paid)
            case EstatePaid():
                paid = (Atoms(0), event.atoms, Atoms(0))
                self._pay(event.target, event.account, "estate", paid, asset=event.asset)
            case FeePaid():
                self._end_trade()
                paid = (Atoms(0), event.atoms, Atoms(0))
                self._pay(event.account, TREASURY, "fee", paid, asset=event.asset)
            case DebtOpened():
                self._open_debt(event)
            case DebtPaid():
                paid = (Atoms(0), event.atoms, Atoms(0))
                self._pay(event.account, event.creditor, f"debt due {event.due} ms", paid)
            case _:
                pass

    def _leg_event(self, event: LegEvent) -> None:
        legs = self._legs[event.market]
        if isinstance(event, LegExtended):
            problem = legs.gain(event)
        else:
            leg, sums, problem = legs.settle(event)
            long_account, short_account = event.long_account, event.short_account
            self._numbers[long_account, short_account] = leg.leg
            self._sums += sums
            if event.atoms >= 0:
                self._owed.add(short_account, long_account, str(event.atoms), event.atoms)
            else:
                self._owed.add(long_account, short_account, str(-event.atoms), -event.atoms)
        if problem:
            self._problems.append(problem)
        self._pending.append(event)
        if isinstance(event, LegSettled):
            self._close_step(event.market, TRUE_UP, Lots(0))
            return
        part = part_of(tuple(self._pending), Parties.of(self._trades[-1])) if self._trades else None
        if part is not None:
            self._close_step(event.market, part, event.lots)
        elif len(self._pending) == MOST_LEGS_OF_A_STEP:
            self._end_trade()

    def _close_step(self, market: MarketId, part: int, lots: Lots) -> None:
        words = step_words(part, self._numbers, tuple(self._pending))
        trade = len(self._trades) if part != TRUE_UP else 0
        self._steps.append(Step(market, trade, part, lots, words, tuple(self._sums)))
        self._problems += self._wrong_prices(market, part)
        self._pending, self._sums = [], []
        if part in (1, 2, 3):
            self._netted_lots += lots

    def _wrong_prices(self, market: MarketId, part: int) -> Iterator[str]:
        """Lots are gained at the mark, those of part 4 at the price of the trade (PRP-030)."""
        for event in self._pending:
            if isinstance(event, LegExtended):
                wanted = self._trades[-1].price if part == 4 else self._legs[market].mark
                if event.price != wanted:
                    yield f"leg {event.leg} gained at {event.price}, the rules give {wanted}"

    def _end_trade(self) -> None:
        """No step of the present trade comes any more."""
        if self._pending:
            self._problems.append("events of legs that are no step of the trade")
            self._pending, self._sums = [], []
        if self._netted_lots:
            trade, lots = self._trades[-1], self._netted_lots
            parties, mark = Parties.of(trade), self._legs[trade.market].mark
            payer, payee, high, low = parties.buyer, parties.seller, trade.price, mark
            if trade.price < mark:
                payer, payee, high, low = payee, payer, low, high
            self._owed.add(payer, payee, f"({high} - {low}) * {lots}", (high - low) * lots)
        self._netted_lots = 0

    def _open_debt(self, event: DebtOpened) -> None:
        """What the payment just told leaves owing; a fee states it as paid."""
        last = self._payments[-1] if self._payments else None
        if last is None or (last.payer, last.receiver) != (event.account, event.creditor):
            self._problems.append(f"account {event.account} owes more without a payment")
            return
        paid = last.atoms - (event.atoms if last.what == "fee" else 0)
        self._payments[-1] = PerpPayment(
            *(last.payer, last.receiver, last.asset, last.what),
            *(last.offset_atoms, Atoms(paid), event.atoms, last.sums),
        )

    def _pay(
        self,
        payer: AccountId,
        receiver: AccountId,
        what: str,
        paid: tuple[Atoms, Atoms, Atoms],
        sums: tuple[Sum, ...] = (),
        asset: AssetId = BASE_ASSET,
    ) -> None:
        self._payments.append(PerpPayment(payer, receiver, asset, what, *paid, sums))


def unpaid(payments: Sequence[PerpPayment]) -> Iterator[str]:
    """Where a payment is not what is owed."""
    for one in payments:
        for owed in one.sums:
            total = one.offset_atoms + one.atoms + one.debt_atoms
            if total != owed.equals:
                who = f"account {one.payer} pays account {one.receiver}"
                yield f"{who} {total} atoms, the rules give {owed.equals}"
