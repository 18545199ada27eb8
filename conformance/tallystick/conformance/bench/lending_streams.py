"""Streams about loans: the same commands of some accounts, beside few or many loans of others.

Three accounts each form a chain: the first lends to the second, the second to the third. What they
open in a round they have closed before the next, so that only the loans of others differ.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from attrs import define, evolve, field, frozen

from tallystick.conformance.bench.shapes import owner
from tallystick.conformance.bench.streams import (
    ASSET,
    FEE_CAP_ATOMS,
    FUNDS_ATOMS,
    LOT_ATOMS,
    OPERATOR,
    QUICK_DIVISOR,
    Segment,
)
from tallystick.conformance.campaign import SplitMix64
from tallystick.conformance.spec_files import load_preset
from tallystick.reference.types.choices import MarketKind, OrderType, Profile, Side
from tallystick.reference.types.commands import (
    AdvanceTime,
    CancelAll,
    Command,
    Deposit,
    ListAsset,
    ListMarket,
    NewOrder,
    OpenAccount,
    PlaceOrder,
)
from tallystick.reference.types.loan_commands import PayInterest, SwapLoan
from tallystick.reference.types.parameters import Parameters
from tallystick.reference.types.units import (
    AccountId,
    Atoms,
    LoanId,
    Lots,
    MarketId,
    Milliseconds,
    OrderId,
    Price,
)

CHAINS, OTHERS = 300, 850
"""Chains of three accounts that act, and accounts that only have loans."""
FEW_LOANS, MANY_LOANS = 1_000, 100_000
"""Of the others; every stream is measured beside both, a quick look beside a tenth of the many."""
MAX_LOANS = 2**18
STEP_MILLISECONDS = 600_000
"""Time between two rounds: at the end the first loans are far from due."""
MARKET = MarketId(1)


@frozen
class LendStream:
    """A kind of load about loans; `units` pairs, loans or swaps are timed in a round."""

    name: str
    title: str
    units: int
    open_loans: int = FEW_LOANS
    many_loans: int = MANY_LOANS
    profile: Profile = Profile.LEND_1

    def beside(self, open_loans: int) -> "LendStream":
        """The same beside so many loans of others."""
        return evolve(self, open_loans=open_loans)

    def parameters(self) -> Parameters:
        """Preset `world` with room for the loans."""
        return load_preset("world", {"max_loans": MAX_LOANS}, self.profile)


@frozen
class LendLoad:
    """A stream written down: `opening`, then the segments in order."""

    stream: LendStream
    opening: tuple[Command, ...]
    segments: tuple[Segment, ...]


_STREAMS = (
    LendStream("lend-originate", "offers, and buys that take them: a loan each", 1_000),
    LendStream("lend-repay", "loans paid, extended or not, reduced, repaid; half return", 600),
    LendStream("lend-swap", "loans handed over whole, in two parts, for a larger one", CHAINS),
)
LEND_STREAMS: Mapping[str, LendStream] = MappingProxyType({one.name: one for one in _STREAMS})


def quick_lending(stream: LendStream) -> LendStream:
    """The same with a tenth of the commands, and of the many loans."""
    return evolve(
        stream,
        units=stream.units // QUICK_DIVISOR,
        many_loans=stream.many_loans // QUICK_DIVISOR,
    )


def selected_lending(names: Sequence[str], *, is_quick: bool) -> tuple[LendStream, ...]:
    """Those of these streams that are about loans, each once; all without a name."""
    chosen = [one for one in _STREAMS if one.name in names or not names]
    return tuple(quick_lending(one) if is_quick else one for one in chosen)


def write_down_lending(stream: LendStream, seed: int, rounds: int) -> LendLoad:
    """All commands of a stream; the same for the same arguments."""
    flow = LendFlow(SplitMix64(seed))
    opening = (*_opening(), *flow.loans_of_others(stream.open_loans))
    # The others are drawn apart, so that what is timed is the same beside few and many.
    flow.random = SplitMix64(seed + 1)
    make = {
        "lend-originate": flow.originations,
        "lend-repay": flow.repayments,
        "lend-swap": flow.swaps,
    }[stream.name]
    return LendLoad(stream, opening, tuple(make(stream.units) for _ in range(rounds)))


@define
class LendFlow:
    """Writes commands down and counts the ids that the engine will give."""

    random: SplitMix64
    now: int = 0
    last_loan: int = 0
    _last_orders: dict[int, int] = field(factory=dict)
    _closing: list[Command] = field(factory=list)
    """What ends, before the next round, what this round has left."""

    def loans_of_others(self, count: int) -> Iterator[Command]:
        """So many loans between accounts that do nothing else."""
        for _ in range(count):
            lender = 3 * CHAINS + 1 + 2 * self.random.draw(OTHERS // 2)
            borrower = 3 * CHAINS + 2 + 2 * self.random.draw(OTHERS // 2)
            _, commands = self._open(lender, borrower, 1 + self.random.draw(100))
            yield from commands

    def originations(self, count: int) -> Segment:
        """So many offers, each taken at once."""
        prepare = self._begin()
        timed: list[Command] = []
        for number in range(count):
            lender, _, borrower = _chain(number)
            lots = 1 + self.random.draw(100)
            loan, commands = self._open(lender, borrower, lots)
            timed += commands
            self._closing.append(_payment(borrower, loan, lots))
        return Segment(tuple(prepare), tuple(timed))

    def repayments(self, count: int) -> Segment:
        """So many loans: interest of each, then a part, then the rest; every second returns."""
        prepare = self._begin()
        paid: list[Command] = []
        reduced: list[Command] = []
        repaid: list[Command] = []
        for number in range(count):
            lender, _, borrower = _chain(number)
            lots, returns = 2 + self.random.draw(100), number % 2 == 0
            loan, commands = self._open(lender, borrower, lots, returnable=returns)
            prepare += commands
            part = 1 + self.random.draw(lots - 1)
            paid.append(_payment(borrower, loan, 0, extend=returns))
            reduced.append(_payment(borrower, loan, part))
            repaid.append(_payment(borrower, loan, lots - part))
            self._closing.append(CancelAll(owner(lender), AccountId(lender)))
        return Segment(tuple(prepare), (*paid, *reduced, *repaid))

    def swaps(self, count: int) -> Segment:
        """As many swaps as there are chains, or fewer: for an own loan, for two, for a larger."""
        prepare = self._begin()
        timed: list[Command] = []
        for number in range(count):
            first, middle, last = _chain(number)
            lots, kind = 2 + self.random.draw(100), number % 3
            own_lots = ((lots,), (1, lots - 1), (lots + 1,))[kind]
            for own in own_lots:
                own_loan, commands = self._open(first, middle, own)
                prepare += commands
            loan, commands = self._open(middle, last, lots)
            prepare += commands
            timed.append(SwapLoan(owner(middle), AccountId(middle), LoanId(loan)))
            if kind == 1:
                # The newest own loan comes first: its lots are split off.
                self._closing.append(_payment(last, loan, 1))
                self._closing.append(_payment(last, self._next_loan(number, count), lots - 1))
            else:
                self._closing.append(_payment(last, loan, lots))
            if kind == 2:
                self._closing.append(_payment(middle, own_loan, 1))
        self.last_loan += _parts(count)
        return Segment(tuple(prepare), tuple(timed))

    def _next_loan(self, number: int, count: int) -> int:
        """The id of the part that a swap splits off: all loans of the round are opened before."""
        loans_to_come = sum((2, 3, 2)[other % 3] for other in range(number + 1, count))
        return self.last_loan + loans_to_come + _parts(number + 1)

    def _begin(self) -> list[Command]:
        """Some time passes, and what the round before has left ends."""
        self.now += STEP_MILLISECONDS
        closing: list[Command] = [AdvanceTime(OPERATOR, Milliseconds(self.now)), *self._closing]
        self._closing = []
        return closing

    def _open(
        self, lender: int, borrower: int, lots: int, *, returnable: bool = False
    ) -> tuple[int, tuple[Command, Command]]:
        """A loan: an offer and the buy that takes it."""
        rate = 100 + self.random.draw(900)
        offer = NewOrder(
            self._order_id(lender), MARKET, Side.SELL, Price(rate), Lots(lots),
            returnable=returnable,
        )  # fmt: skip
        buy = NewOrder(
            self._order_id(borrower), MARKET, Side.BUY, Price(rate), Lots(lots), OrderType.IOC
        )
        self.last_loan += 1
        return self.last_loan, (
            PlaceOrder(owner(lender), AccountId(lender), offer),
            PlaceOrder(owner(borrower), AccountId(borrower), buy),
        )

    def _order_id(self, account: int) -> OrderId:
        self._last_orders[account] = self._last_orders.get(account, 0) + 1
        return OrderId(self._last_orders[account])


def _opening() -> Iterator[Command]:
    yield ListAsset(OPERATOR, Atoms(LOT_ATOMS), Atoms(FEE_CAP_ATOMS))
    yield ListMarket(OPERATOR, ASSET, MarketKind.LEND, Price(1), Lots(1))
    for number in range(1, 3 * CHAINS + OTHERS + 1):
        account = AccountId(number)
        yield OpenAccount(owner(account))
        yield Deposit(owner(account), account, ASSET, Atoms(FUNDS_ATOMS))


def _chain(number: int) -> tuple[int, int, int]:
    first = 1 + 3 * (number % CHAINS)
    return first, first + 1, first + 2


def _parts(count: int) -> int:
    """How many of the first swaps split a part off."""
    return (count + 1) // 3


def _payment(borrower: int, loan: int, lots: int, *, extend: bool = False) -> PayInterest:
    account = AccountId(borrower)
    return PayInterest(owner(borrower), account, LoanId(loan), Lots(lots), extend)
