"""STA-013 and LIQ-016 on the reference: what a recall at the cap costs, against the haircut."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tallystick.reference import State, risk_based_value
from tallystick.reference.types.choices import MarketKind, Side
from tallystick.reference.types.loan_commands import PayInterest
from tallystick.reference.types.loan_events import InterestPaid, LoanHandedOver
from tallystick.reference.types.outcome import Accepted
from tallystick.reference.types.units import AccountId, Count, Lots
from tallystick.reference.verdict import Applied
from tallystick.reference.winding import Winding
from tallystick.reference.winding_loans import recall
from tests.theorems.ruins import Ruin, ruinous
from tests.theorems.worlds import BASE, COIN, HOUR, hours_later, owner_of

LEND = MarketKind.LEND
LENDER, BORROWER, NEXT, LAST = (AccountId(number) for number in range(1, 5))
WORK = Count(60)
HAIRCUT = 15
BASE_LOT_ATOMS = 70
EDGE_CAP = HAIRCUT * 87_600 // 249
"""The greatest cap in range without a fee (STA-013): 5,277."""
EXAMPLES = 120


class Lent(Ruin):
    """An account that has lent once, and others who would lend to it."""

    def __init__(self, cap: int, fee_rate: int) -> None:
        more = {"rate_cap_bps": cap, "lend_fee_rate": fee_rate, "lent_haircut_permille": HAIRCUT}
        super().__init__(0, ruinous(**more))
        for account in (LENDER, BORROWER, NEXT, LAST):
            for asset in (BASE, COIN):
                self.give(account, asset, 10**10)

    def extend(self) -> None:
        """The borrower lets his loan go on for another term."""
        (loan,) = self.state.loans
        signer = owner_of(BORROWER)
        self.accept(PayInterest(signer, BORROWER, loan, Lots(0), True))

    def recalled(self) -> tuple[int, int, Applied]:
        """What the lender's RBV gained by LIQ-016, initial and maintenance, and what was done."""
        then = risk_based_value(self.state, LENDER)
        done = recall(Winding(Applied(self.state, ()), LENDER, WORK)).applied
        now = risk_based_value(done.state, LENDER)
        return now[0] - then[0], now[1] - then[1], done


def handed_over(done: Applied) -> int:
    """How many parts of loans were handed over."""
    return sum(isinstance(event, LoanHandedOver) for event in done.events)


SEEN: list[int] = []


@settings(max_examples=EXAMPLES, derandomize=True)
@given(
    cap_steps=st.integers(1, EDGE_CAP // 5),
    rate=st.integers(1, 1_999),
    lots=st.one_of(st.integers(1, 30), st.integers(1, 10**6)),
    hours=st.sampled_from((0, 0, 1, 7, 8, 9, 100, 239)),
    milliseconds=st.sampled_from((0, 1, HOUR // 2)),
    is_extended=st.booleans(),
    is_of_coin=st.booleans(),
    fee_rate=st.sampled_from((0, 0, 13_331, 50_000)),
)
def a_recall_costs_atoms_at_most(
    cap_steps: int,
    rate: int,
    lots: int,
    hours: int,
    milliseconds: int,
    is_extended: bool,
    is_of_coin: bool,
    fee_rate: int,
) -> None:
    """Offers at the cap, the greatest in range, from two lenders; each part rounds thrice."""
    cap = EDGE_CAP * 100_000 // (100_000 + fee_rate)
    world = Lent(cap, fee_rate)
    asset = COIN if is_of_coin else BASE
    assert world.deal(BORROWER, LENDER, asset, LEND, 5 * rate, lots)
    if hours or milliseconds:
        world.accept(hours_later(world, hours, milliseconds))
    if is_extended:
        world.extend()
    dearest = cap // 5 * 5
    first = min(lots, 5 * cap_steps)
    for account, part, price in ((NEXT, first, min(dearest, 5 * cap_steps)), (LAST, lots, dearest)):
        assert isinstance(world.place(account, asset, LEND, Side.SELL, price, part), Accepted)
    initial, maintenance, done = world.recalled()
    parts = handed_over(done)
    # An atom of coin is worth 10 base atoms at the mark, and less than 20 under stress.
    rounding = 3 * parts * (20 if is_of_coin else 1) + 1
    assert min(initial, maintenance) >= -rounding, (initial, maintenance)
    SEEN.append(parts)


def test_a_recall_costs_no_more_than_the_haircut() -> None:
    """RBV does not fall by LIQ-016, but by what is rounded up: three atoms for each part."""
    SEEN.clear()
    a_recall_costs_atoms_at_most()
    assert sum(parts == 1 for parts in SEEN) > 20
    assert sum(parts == 2 for parts in SEEN) > 20


def extended_within_an_hour(cap: int, price: int, lots: int) -> tuple[int, State]:
    """What the lender gains where the old loan, at 5, has 241 hours to run; of base."""
    world = Lent(cap, 0)
    assert world.deal(BORROWER, LENDER, BASE, LEND, 5, lots)
    world.accept(hours_later(world, 0, HOUR // 2))
    world.extend()
    assert isinstance(world.place(NEXT, BASE, LEND, Side.SELL, price, lots), Accepted)
    _, maintenance, done = world.recalled()
    assert handed_over(done) == 1
    return maintenance, done.state


def test_the_dearest_recall_of_all() -> None:
    """249 hours at the greatest cap: 5,275 of 5,277 on 70,000,000 atoms.

    8 * 5275 + 241 * (5275 - 5) + 8 * 5 = 1,312,310 of 1,314,000 that the haircut of 15 permille is
    worth: 1,048,651 paid, where 1,050,000 are gained.
    """
    gained, _ = extended_within_an_hour(EDGE_CAP, 5_275, 10**6)
    paid = sum(-(-70_000_000 * owed // 87_600_000) for owed in (8 * 5_275, 241 * 5_270 + 40))
    assert gained == 70_000_000 * HAIRCUT // 1_000 - paid
    assert 0 < gained < 2_000
    # A lot of 70 atoms gains 1.05 and costs 1 and 2: what is rounded up is more than the haircut.
    small, _ = extended_within_an_hour(EDGE_CAP, 5_275, 1)
    assert small == -2


def test_interest_is_what_is_paid() -> None:
    """What a recall pays at once are eight hours of the new loan, and the difference in cash."""
    world = Lent(EDGE_CAP, 0)
    assert world.deal(BORROWER, LENDER, BASE, LEND, 5, 100_000)
    assert isinstance(world.place(NEXT, BASE, LEND, Side.SELL, 100, 100_000), Accepted)
    _, _, done = world.recalled()
    paid = [event for event in done.events if isinstance(event, InterestPaid)]
    over = [event for event in done.events if isinstance(event, LoanHandedOver)]
    assert [event.hours_paid for event in paid] == [8]
    atoms = 100_000 * BASE_LOT_ATOMS
    assert [event.interest_atoms for event in paid] == [-(-atoms * 100 * 8 // 87_600_000)]
    assert [event.atoms for event in over] == [-(-atoms * 95 * 240 // 87_600_000)]
