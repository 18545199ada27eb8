"""What holds of legs, debts and wealth whatever happens (INV-015 to INV-017, section 7)."""

from collections import Counter
from itertools import pairwise
from random import Random

from attrs import evolve, frozen
from hypothesis import given
from hypothesis import strategies as st

from tallystick.reference import dump, restore
from tallystick.reference.state import State
from tallystick.reference.types.choices import Side
from tallystick.reference.types.dump import StateDump
from tallystick.reference.types.events import Deposited, FeePaid, OrderRemoved, Traded, Withdrawn
from tallystick.reference.types.outcome import Accepted, Outcome, Rejected
from tallystick.reference.types.perp_events import LegExtended, LegReduced, SettlementPaid
from tallystick.reference.types.units import AccountId, LegId, OrderId
from tallystick.reference.types.validity import check_dump
from tests.reference.perp_desk import HOUR, MARKET, TICK, Floor

NUMBER = st.integers(0, 999)
PRICE = st.integers(1, 2_000)
TIGHT = {
    "perp_maker_fee_rate": 3_331,
    "perp_taker_fee_rate": 9_973,
    "base_fee_cap_atoms": 200,
    "max_position_lots": 25,
    "max_legs_per_command": 5,
    "max_legs": 6,
    "max_debts": 8,
    "max_debts_per_account": 4,
    "max_touches": 4,
}


@frozen
class Move:
    """Numbers that become a command in whatever state there is."""

    kind: str
    numbers: tuple[int, ...]


KINDS = (
    *("order", "order", "order", "order", "order", "cross", "cross", "cross", "cross", "cross"),
    *("mark", "mark", "time", "time", "tick", "true_up", "true_up", "rate", "deposit", "withdraw"),
    *("withdraw", "repay", "collect", "collect", "cancel", "batch", "amend"),
)
MOVES = st.lists(
    st.builds(Move, kind=st.sampled_from(KINDS), numbers=st.tuples(*[NUMBER] * 5)),
    min_size=10,
    max_size=60,
)


def command_of(floor: Floor, move: Move) -> str:
    """The command of a move; a batch in several lines."""
    first, second, third, fourth, fifth = move.numbers
    account = 1 + first % len(floor.accounts)
    other = 1 + second % len(floor.accounts)
    signer = f"signer={10 + account} account={account}"
    mark = floor.state.assets[floor.market().asset].mark or 1_000
    match move.kind:
        case "order" | "cross":
            return order_of(floor, move)
        case "amend":
            orders = list(floor.state.accounts[AccountId(account)].orders) or [OrderId(1)]
            order_id = orders[second % len(orders)]
            return f"amend_order {signer} order_id={order_id} price={mark} open_lots={1 + fourth}"
        case "mark":
            return f"set_mark signer=0 asset=3 mark={max(1, mark - 40 + second % 81)}"
        case "time":
            return f"advance_time signer=0 now={floor.state.now + first % 40 * HOUR + second % 3}"
        case "tick":
            return f"advance_time signer=0 now={(floor.state.now // TICK + 1 + first % 4) * TICK}"
        case "rate":
            return f"set_funding_rate signer=0 market=3 rate={60 * (second - 499)}"
        case "true_up":
            counterparty = _counterparty(floor, account, third, other)
            return f"true_up {signer} counterparty={counterparty} market=3"
        case "deposit" | "withdraw":
            atoms = 1 + second % (60 if move.kind == "deposit" else 600)
            return f"{move.kind} {signer} asset=1 atoms={atoms}"
        case "repay":
            return f"repay_debts {signer}"
        case "collect":
            creditor = fifth % (1 + len(floor.accounts))
            return f"collect_debt signer=77 account={account} creditor={creditor}"
        case "cancel":
            return f"cancel_all {signer}"
        case _:
            order = order_of(floor, evolve(move, kind="cross"))
            counterparty = _counterparty(floor, account, third, other)
            true_up = f"true_up {signer} counterparty={counterparty} market=3"
            return f"batch {signer} commands=2\n  {true_up}\n  {order}"


def order_of(floor: Floor, move: Move) -> str:
    """An order around the mark; one that shall cross is priced so, and never rests."""
    first, second, third, fourth, fifth = move.numbers
    account = 1 + first % len(floor.accounts)
    mark = floor.state.assets[floor.market().asset].mark or 1_000
    side = "buy" if second % 2 else "sell"
    away = third % 60 if move.kind == "cross" else third % 90 - 60
    price = max(1, mark + (away if side == "buy" else -away))
    order_id = floor.state.accounts[AccountId(account)].last_order_id + 1
    kind = ("ioc", "ioc", "limit", "fok")[fourth % 4] if move.kind == "cross" else "limit"
    policy = "cancel_maker" if fifth % 3 else "cancel_taker"
    return (
        f"place_order signer={10 + account} account={account} order_id={order_id} market=3 "
        f"side={side} price={price} lots={1 + fourth % 30} order_type={kind} "
        f"self_trade={policy} reduce_only={'true' if fifth % 7 == 0 else 'false'}"
    )


def _counterparty(floor: Floor, account: int, number: int, otherwise: int) -> int:
    faced = [
        short if long == account else long
        for _, long, short, _ in floor.legs()
        if account in (long, short)
    ]
    return faced[number % len(faced)] if faced else otherwise


def check_state(state: State) -> None:
    """What chapter 10 says of a state with legs and debts."""
    limits = state.parameters.perpetual
    assert limits is not None
    for market in state.markets.values():
        positions: Counter[AccountId] = Counter()
        longs = {leg.long_account for leg in market.legs.values()}
        shorts = {leg.short_account for leg in market.legs.values()}
        assert not longs & shorts
        pairs = [(leg.long_account, leg.short_account) for leg in market.legs.values()]
        assert len(set(pairs)) == len(pairs)
        for leg in market.legs.values():
            assert leg.lots >= 1
            assert leg.leg <= market.last_leg
            positions[leg.long_account] += leg.lots
            positions[leg.short_account] -= leg.lots
        assert sum(positions.values()) == 0
        assert all(abs(lots) <= limits.max_position_lots for lots in positions.values())
    assert sum(len(market.legs) for market in state.markets.values()) <= limits.max_legs
    directions = {(key.debtor, key.creditor) for key in state.debts}
    assert not directions & {(creditor, debtor) for debtor, creditor in directions}
    assert all(atoms >= 1 for atoms in state.debts.values())
    counts = Counter(key.debtor for key in state.debts)
    assert all(count <= limits.max_debts_per_account for count in counts.values())
    assert len(state.debts) <= limits.max_debts
    base = next(iter(state.assets.values()))
    held = sum(one.balances.get(base.asset, 0) for one in state.accounts.values())
    assert held + base.treasury_atoms == base.supply_atoms


def expected_changes(outcome: Outcome, mark: int) -> Counter[int]:
    """By how much the wealth of each account changes in a command at one mark (PRP-061)."""
    changes: Counter[int] = Counter()
    for event in outcome.events if isinstance(outcome, Accepted) else ():
        match event:
            case Traded():
                buys = event.taker_side is Side.BUY
                pair = (event.taker_account, event.maker_account)
                buyer, seller = pair if buys else pair[::-1]
                changes[buyer] += (mark - event.price) * event.lots
                changes[seller] += (event.price - mark) * event.lots
            case FeePaid():
                changes[event.account] -= event.atoms
                changes[0] += event.atoms
            case Deposited():
                changes[event.account] += event.atoms
            case Withdrawn():
                changes[event.account] -= event.atoms
            case LegExtended() | LegReduced():
                assert event.long_account != event.short_account
    return changes


def check_wealth(floor: Floor, before: dict[int, int], outcome: Outcome, is_move: bool) -> None:
    """A trade concerns its two parties; a mark or a tick moves nothing in all (PRP-061)."""
    after = floor.wealth_of_all()
    if is_move:
        assert sum(after.values()) == sum(before.values())
        return
    mark = floor.state.assets[floor.market().asset].mark
    assert mark is not None
    changes = expected_changes(outcome, mark)
    assert {each: after[each] - before[each] for each in after} == {
        each: changes[each] for each in after
    }


@given(
    MOVES,
    st.sampled_from(["book", "published"]),
    st.integers(5, 8),
    st.sampled_from([50, 400, 1_500]),
)
def test_legs_stay_sound_and_a_trade_concerns_its_two_parties(
    moves: list[Move], source: str, accounts: int, atoms: int
) -> None:
    """INV-001, INV-015 to INV-017, PRP-061."""
    floor = Floor(accounts, atoms, source, **TIGHT)
    for move in moves:
        before, positions = floor.wealth_of_all(), _positions(floor)
        outcome = floor.apply_text(command_of(floor, move))
        check_state(floor.state)
        check_wealth(floor, before, outcome, move.kind in ("mark", "time", "tick"))
        changed = Counter(_traded_lots(outcome))
        assert _positions(floor) == {each: positions[each] + changed[each] for each in positions}
        reached = floor.dump()
        check_dump(reached)
        assert dump(restore(reached)) == reached


def _positions(floor: Floor) -> dict[int, int]:
    return {each: floor.position(each) for each in floor.accounts}


def _traded_lots(outcome: Outcome) -> Counter[int]:
    lots: Counter[int] = Counter()
    for event in outcome.events if isinstance(outcome, Accepted) else ():
        if isinstance(event, Traded):
            sign = 1 if event.taker_side is Side.BUY else -1
            lots[event.taker_account] += sign * event.lots
            lots[event.maker_account] -= sign * event.lots
    return lots


@frozen
class Deal:
    """A trade at a price, after a new mark; buyer and seller are two of the accounts."""

    buyer: int
    seller: int
    lots: int
    price: int
    mark: int
    ticks: int


DEALS = st.lists(
    st.builds(
        Deal,
        buyer=st.integers(0, 7),
        seller=st.integers(1, 7),
        lots=st.integers(1, 20),
        price=PRICE,
        mark=PRICE,
        ticks=st.sampled_from([0, 0, 0, 1, 3]),
    ),
    min_size=5,
    max_size=40,
)


def network(deals: list[Deal], accounts: int = 6, atoms: int = 0) -> Floor:
    """A market after these trades, made without fees."""
    floor = Floor(accounts, atoms)
    floor.run("set_funding_rate signer=0 market=3 rate=-777")
    for deal in deals:
        make(floor, deal)
    return floor


def parties_of(floor: Floor, deal: Deal) -> tuple[int, int]:
    """Buyer and seller of a deal, two different accounts."""
    count = len(floor.accounts)
    buyer = deal.buyer % count
    return 1 + buyer, 1 + (buyer + 1 + deal.seller % (count - 1)) % count


def make(floor: Floor, deal: Deal, parts: tuple[int, ...] = ()) -> None:
    """Make a deal, sliced into parts of so many lots if there are any."""
    floor.at(floor.state.now + deal.ticks * TICK)
    floor.mark(deal.mark)
    for lots in parts or (deal.lots,):
        floor.trade(*parties_of(floor, deal), lots, deal.price)


@given(DEALS, st.integers(1, 5_000))
def test_every_leg_is_zero_sum_at_every_price(deals: list[Deal], price: int) -> None:
    """INV-017: what the legs are worth to the longs they cost the shorts."""
    floor = network(deals)
    floor.mark(price)
    assert sum(sum(floor.leg_values(each)) for each in floor.accounts) == 0
    assert sum(floor.wealth_of_all().values()) == floor.dump().assets[0].supply_atoms


@given(DEALS, st.integers(1, 19))
def test_a_trade_in_slices_leaves_the_legs_of_one_trade(deals: list[Deal], cut: int) -> None:
    """PRP-062."""
    *before, last = deals
    last = evolve(last, lots=20)
    whole, sliced = network(before), network(before)
    make(whole, last)
    make(sliced, last, (cut, 20 - cut))
    assert whole.market().legs == sliced.market().legs
    assert whole.market().last_leg == sliced.market().last_leg
    assert whole.wealth_of_all() == sliced.wealth_of_all()


@given(DEALS, PRICE, st.booleans())
def test_two_true_ups_are_as_one(deals: list[Deal], mark: int, is_rich: bool) -> None:
    """PRP-050: no wealth changes, and the second finds nothing to pay."""
    floor = network(deals, atoms=1_000_000 if is_rich else 10)
    floor.mark(mark)
    wealth = floor.wealth_of_all()
    for _, long, short, _ in floor.legs():
        floor.of(long, "true_up", counterparty=short, market=3)
        once = floor.dump()
        floor.of(long, "true_up", counterparty=short, market=3)
        assert floor.dump() == once
    assert floor.wealth_of_all() == wealth
    assert all(value == 0 for each in floor.accounts for value in floor.leg_values(each))


@given(DEALS, st.integers(2, 9), st.integers(-30_000, 30_000), st.booleans())
def test_ticks_at_once_are_as_one_after_another(
    deals: list[Deal], ticks: int, rate: int, from_book: bool
) -> None:
    """PRP-017."""
    floor = network(deals)
    if from_book:
        floor = Floor(3, source="book")
        floor.order(3, "buy", 900, 5)
        for deal in deals:
            floor.mark(1_000)
            floor.trade(1, 2, 1 + deal.lots, 950 + deal.price % 100)
    else:
        floor.run(f"set_funding_rate signer=0 market=3 rate={rate}")
    start = floor.state.now // TICK
    begun = floor.state
    for tick in range(1, ticks + 1):
        floor.at((start + tick) * TICK)
    one_by_one = floor.dump()
    floor.state = begun
    floor.at((start + ticks) * TICK)
    assert floor.dump() == one_by_one


@given(DEALS, st.integers(1, 6), st.integers(-30_000, 30_000))
def test_funding_paid_each_tick_is_as_funding_paid_at_once(
    deals: list[Deal], ticks: int, rate: int
) -> None:
    """PRP-050: when somebody trues up decides at which time he is paid, and nothing else."""
    floor = network(deals, atoms=10**12)
    floor.run(f"set_funding_rate signer=0 market=3 rate={rate}")
    begun = floor.state
    for tick in range(1, ticks + 1):
        floor.at(begun.now + tick * TICK)
        _true_up_all(floor)
    often = floor.dump()
    floor.state = begun
    floor.at(begun.now + ticks * TICK)
    _true_up_all(floor)
    assert floor.dump() == often


def _true_up_all(floor: Floor) -> None:
    for _, long, short, _ in floor.legs():
        floor.of(short, "true_up", counterparty=long, market=3)


GROUPS = ((1, 2, 3, 4), (5, 6, 7, 8))


@given(DEALS, DEALS, st.integers(0, 3), st.integers(0, 3), st.integers(0, 3), st.integers(0, 3))
def test_commands_of_strangers_commute(
    ones: list[Deal], others: list[Deal], first: int, second: int, third: int, fourth: int
) -> None:
    """PRP-063: two groups trade in one market, one on each side of the book."""
    floor = Floor(8, 300)
    for group, deals in zip(GROUPS, (ones, others), strict=True):
        for deal in deals:
            floor.mark(deal.mark)
            one = deal.buyer % 4
            pair = (group[one], group[(one + 1 + deal.seller % 3) % 4])
            floor.trade(*pair, deal.lots, deal.price)
    floor.mark(1_000)
    floor.order(GROUPS[0][first], "sell", 1_100, 9, self_trade="decrement")
    floor.order(GROUPS[1][second], "buy", 900, 9, self_trade="decrement")
    commands = (_taking(floor, GROUPS[0][third], "buy"), _taking(floor, GROUPS[1][fourth], "sell"))
    begun, ends = floor.state, []
    for ordered in (commands, commands[::-1]):
        floor.state = begun
        for command in ordered:
            floor.run(command)
        ends.append(floor.dump())
    assert _without_numbers(ends[0]) == _without_numbers(ends[1])
    for account in floor.accounts:
        assert _faced(ends[0], account) == _faced(ends[1], account)


def _taking(floor: Floor, account: int, side: str) -> str:
    order_id = floor.state.accounts[AccountId(account)].last_order_id + 1
    price = 1_100 if side == "buy" else 900
    return (
        f"place_order signer={10 + account} account={account} order_id={order_id} market=3 "
        f"side={side} price={price} lots=9 order_type=ioc self_trade=decrement"
    )


def _without_numbers(reached: StateDump) -> StateDump:
    """The dump with the legs of every market in the order of their parties, without numbers."""
    markets = tuple(
        evolve(
            market,
            legs=tuple(
                sorted(
                    (evolve(leg, leg=LegId(0)) for leg in market.legs or ()),
                    key=lambda leg: (leg.long_account, leg.short_account),
                )
            ),
        )
        for market in reached.markets
    )
    return evolve(reached, markets=markets)


def _faced(reached: StateDump, account: int) -> list[tuple[int, int]]:
    """The legs of an account by their parties, in the order of their numbers."""
    legs = reached.markets[MARKET - 1].legs or ()
    assert all(one.leg < two.leg for one, two in pairwise(legs))
    return [
        (leg.long_account, leg.short_account)
        for leg in legs
        if account in (leg.long_account, leg.short_account)
    ]


def test_the_moves_reach_everything_that_they_shall() -> None:
    """What the first property would be empty without: each part of netting, debts, limits."""
    seen: Counter[str] = Counter()
    drawn = Random(1)
    for story in range(60):
        limits = TIGHT | {"max_legs": 4 + story % 5}
        floor = Floor(7, (50, 400, 1_500)[story % 3], ("book", "published")[story % 2], **limits)
        for _ in range(60):
            numbers = tuple(drawn.randrange(1_000) for _ in range(5))
            outcome = floor.apply_text(command_of(floor, Move(drawn.choice(KINDS), numbers)))
            if isinstance(outcome, Rejected):
                seen[outcome.reason] += 1
                continue
            reduced = 0
            for event in outcome.events:
                seen[type(event).__name__] += 1
                match event:
                    case LegReduced():
                        reduced += 1
                    case LegExtended():
                        seen[f"{reduced} legs lost before one gained"] += 1
                        reduced = 0
                    case OrderRemoved():
                        seen[event.cause] += 1
                    case SettlementPaid():
                        seen["offset"] += event.offset_atoms > 0
            seen["a leg lost alone"] += reduced > 0
    reached = {
        *("0 legs lost before one gained", "1 legs lost before one gained"),
        *("2 legs lost before one gained", "a leg lost alone", "offset"),
        *("LegSettled", "SettlementPaid", "DebtOpened", "DebtPaid", "FundingTicked"),
        *("reduce_only", "position_limit", "leg_limit", "work_limit"),
        *("too_many_debts_of_account", "too_many_debts", "debt_not_overdue"),
    }
    assert reached - {name for name, count in seen.items() if count > 0} == set()
