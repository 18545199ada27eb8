"""Which legs, funding, debts and orders are in a valid dump of `perp/1` (STA-026)."""

from collections.abc import Iterator

from tallystick.reference.types.choices import FundingSource
from tallystick.reference.types.dump import (
    DebtDump,
    FundingDump,
    LegDump,
    MarketDump,
    OrderDump,
    StateDump,
)
from tallystick.reference.types.dump_rules import (
    HIGHEST,
    Rule,
    ascending,
    has_perpetuals,
    is_perpetual,
    same,
    within,
)
from tallystick.reference.types.parameters import PerpetualParameters
from tallystick.reference.types.units import AccountId

HIGHEST_LEG = 2**61 - 1
HIGHEST_POSITION_COST = 2**52
HIGHEST_DEBT = 2**60
HOUR = 3_600_000
TICK_HOURS = 8
DEBT_HOURS = 24
LAST_TICK_BOUND = 2**42
HIGHEST_FUNDING_RATE = 30_000
RATE_UNITS = 10_000_000
WINDOW_LOTS = 2**35
PREMIUM_UNITS = 2**30
PERMILLE = 1_000


def highest_mark(dump: StateDump) -> int:
    """The highest mark: M in `perp/1` (chapter 06)."""
    if not has_perpetuals(dump):
        return HIGHEST
    return min(HIGHEST, HIGHEST_POSITION_COST // _perpetual(dump).max_position_lots)


def rules_of_perpetual_order(
    dump: StateDump, market: MarketDump, order: OrderDump, at: str
) -> Iterator[Rule]:
    """What a resting order of a perpetual market is where trades make legs (PRP-010 to PRP-014)."""
    perpetual = _perpetual(dump)
    yield within(f"{at}/price", order.price, 1, _bound(dump))
    yield within(f"{at}/open_lots", order.open_lots, 1, 2 * perpetual.max_position_lots)
    rates = perpetual.perp_maker_fee_rate, perpetual.perp_taker_fee_rate
    own = order.maker_fee_rate, order.taker_fee_rate
    yield own in (rates, (0, 0)), f"{at}/maker_fee_rate", own, f"{rates} or (0, 0)"
    has_mark = dump.assets[market.asset - 1].mark is not None
    yield has_mark, at, "an order before the first mark", "a mark"


def rules_of_perpetuals(dump: StateDump) -> Iterator[Rule]:
    """Every rule about funding, legs and debts; they are there in `perp/1` and nowhere else."""
    for market in dump.markets:
        at, is_perp = f"/markets/{market.market - 1}", is_perpetual(dump, market)
        for name in ("funding", "last_leg", "legs"):
            yield same(f"{at}/{name}", getattr(market, name) is not None, is_perp)
        if market.funding is not None:
            yield from _rules_of_funding(dump, market, market.funding, f"{at}/funding")
            yield from _rules_of_legs(dump, market, market.funding, at)
    yield same("/debts", dump.debts is not None, has_perpetuals(dump))
    if has_perpetuals(dump):
        most = _perpetual(dump).max_legs
        count = sum(len(market.legs or ()) for market in dump.markets)
        yield count <= most, "/markets", f"{count} legs", f"at most {most}"
        yield from _rules_of_debts(dump, dump.debts or ())


def _perpetual(dump: StateDump) -> PerpetualParameters:
    assert dump.parameters.perpetual is not None  # The parameters have passed (STA-013).
    return dump.parameters.perpetual


def _bound(dump: StateDump) -> int:
    """M: the highest mark and price, without the range of NUM-010."""
    return HIGHEST_POSITION_COST // _perpetual(dump).max_position_lots


def _most_funding(dump: StateDump) -> int:
    """F: as far as all ticks up to now can have moved an index, in units of 1/10,000,000 atom."""
    ticks = min(dump.now, LAST_TICK_BOUND) // (TICK_HOURS * HOUR)
    return ticks * HIGHEST_FUNDING_RATE * _bound(dump)


def _rules_of_funding(
    dump: StateDump, market: MarketDump, funding: FundingDump, at: str
) -> Iterator[Rule]:
    most_rate, far = HIGHEST_FUNDING_RATE, _most_funding(dump)
    yield within(f"{at}/rate", funding.rate, -most_rate, most_rate)
    if funding.published_rate is not None:
        yield within(f"{at}/published_rate", funding.published_rate, -most_rate, most_rate)
        is_published = funding.source is FundingSource.PUBLISHED
        yield is_published, f"{at}/published_rate", funding.published_rate, "none of source book"
    yield within(f"{at}/remainder", funding.remainder, 0, RATE_UNITS - 1)
    moved = RATE_UNITS * funding.index + funding.remainder
    yield -far <= moved <= far, f"{at}/index", funding.index, f"{-far} to {far} units"
    each = PREMIUM_UNITS * _perpetual(dump).premium_sample_bound_permille // PERMILLE
    has_samples = funding.source is FundingSource.BOOK
    windows = (
        ("", funding.lots, funding.premium),
        ("next_", funding.next_lots, funding.next_premium),
    )
    for name, lots, premium in windows:
        yield within(f"{at}/{name}lots", lots, 0, WINDOW_LOTS if has_samples else 0)
        yield within(f"{at}/{name}premium", premium, -lots * each, lots * each)
    if dump.assets[market.asset - 1].mark is None:
        yield same(f"{at}/index", funding.index, 0)
        yield same(f"{at}/remainder", funding.remainder, 0)
        yield same(f"{at}/lots", funding.lots + funding.next_lots, 0)


def _rules_of_legs(
    dump: StateDump, market: MarketDump, funding: FundingDump, at: str
) -> Iterator[Rule]:
    legs, last_leg = market.legs or (), market.last_leg or 0
    yield within(f"{at}/last_leg", last_leg, 0, HIGHEST_LEG)
    yield from ascending(f"{at}/legs", [each.leg for each in legs], "/leg")
    has_mark = dump.assets[market.asset - 1].mark is not None
    yield has_mark or not legs, f"{at}/legs", "legs before the first mark", "none"
    positions: dict[AccountId, int] = {}
    pairs: dict[tuple[AccountId, AccountId], bool] = {}
    most = _perpetual(dump).max_position_lots
    for index, leg in enumerate(legs):
        path = f"{at}/legs/{index}"
        yield within(f"{path}/leg", leg.leg, 1, last_leg)
        for name, account in (("long", leg.long_account), ("short", leg.short_account)):
            yield within(f"{path}/{name}_account", account, 1, len(dump.accounts))
        is_other = leg.long_account != leg.short_account
        yield is_other, f"{path}/short_account", "the long", "somebody else"
        yield from _rules_of_cost(dump, leg, funding, path)
        pair = (leg.long_account, leg.short_account)
        yield pair not in pairs, path, f"{pair} again", "another pair"
        pairs[pair] = True
        for account, lots in ((leg.long_account, leg.lots), (leg.short_account, -leg.lots)):
            before = positions.get(account, 0)
            yield before * lots >= 0, path, f"account {account} long and short", "one of them"
            positions[account] = before + lots
            yield within(f"{path}/lots", abs(positions[account]), 0, most)


def _rules_of_cost(dump: StateDump, leg: LegDump, funding: FundingDump, at: str) -> Iterator[Rule]:
    lots, far = leg.lots, _most_funding(dump)
    yield lots >= 1, f"{at}/lots", lots, "at least 1"
    yield within(f"{at}/cost", leg.cost, lots, lots * _bound(dump))
    moved = lots * (RATE_UNITS * funding.index + funding.remainder) - RATE_UNITS * leg.funding_base
    is_near = -lots * far <= moved <= lots * (far + RATE_UNITS - 1)
    yield is_near, f"{at}/funding_base", leg.funding_base, "what funding up to now can explain"


def _rules_of_debts(dump: StateDump, debts: tuple[DebtDump, ...]) -> Iterator[Rule]:
    limits = _perpetual(dump)
    yield len(debts) <= limits.max_debts, "/debts", len(debts), f"at most {limits.max_debts}"
    latest_due = -(-(dump.now + DEBT_HOURS * HOUR) // HOUR) * HOUR
    keys = [(each.debtor, each.creditor, each.due) for each in debts]
    pairs = {(each.debtor, each.creditor): True for each in debts}
    for index, debt in enumerate(debts):
        at = f"/debts/{index}"
        is_next = index == 0 or keys[index] > keys[index - 1]
        yield is_next, at, keys[index], "more than the one before"
        yield within(f"{at}/debtor", debt.debtor, 1, len(dump.accounts))
        yield within(f"{at}/creditor", debt.creditor, 0, len(dump.accounts))
        yield debt.creditor != debt.debtor, f"{at}/creditor", "the debtor", "somebody else"
        is_hour = debt.due % HOUR == 0
        yield is_hour, f"{at}/due", debt.due, f"a multiple of {HOUR}"
        yield within(f"{at}/due", debt.due, DEBT_HOURS * HOUR, latest_due)
        yield within(f"{at}/atoms", debt.atoms, 1, HIGHEST_DEBT)
        is_one_way = (debt.creditor, debt.debtor) not in pairs
        yield is_one_way, at, "a debt in the other direction too", "one of them"
    yield from _rules_of_dues(debts)
    yield from _rules_of_debt_sums(debts, limits.max_debts_per_account)


def _rules_of_dues(debts: tuple[DebtDump, ...]) -> Iterator[Rule]:
    """Of one debtor and creditor, only the earliest may be long overdue (PRP-037)."""
    dues: dict[tuple[AccountId, AccountId], list[int]] = {}
    for debt in debts:
        pair = (debt.debtor, debt.creditor)
        dues[pair] = [*dues.get(pair, []), debt.due]
    for pair, ascending_dues in dues.items():
        second, last = ascending_dues[min(1, len(ascending_dues) - 1)], ascending_dues[-1]
        is_near = second >= last - DEBT_HOURS * HOUR
        yield is_near, "/debts", f"{second} of {pair}", f"at least {last} less 24 hours"


def _rules_of_debt_sums(debts: tuple[DebtDump, ...], most_count: int) -> Iterator[Rule]:
    counts: dict[AccountId, int] = {}
    owed: dict[tuple[str, AccountId], int] = {}
    for debt in debts:
        counts[debt.debtor] = counts.get(debt.debtor, 0) + 1
        for side in (("owed by", debt.debtor), ("owed to", debt.creditor)):
            owed[side] = owed.get(side, 0) + debt.atoms
    for account, count in counts.items():
        yield count <= most_count, "/debts", f"{count} debts of {account}", f"at most {most_count}"
    for (way, account), atoms in owed.items():
        is_small = account == 0 or atoms <= HIGHEST_DEBT
        yield is_small, "/debts", f"{atoms} {way} account {account}", f"at most {HIGHEST_DEBT}"
