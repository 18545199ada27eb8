"""Which dumps are those of a venue: what an engine demands of one before it restores (STA-026)."""

from collections.abc import Iterator

from attrs import frozen

from tallystick.reference.types.choices import MarketKind, OrderType
from tallystick.reference.types.dump import AccountDump, MarketDump, OrderDump, StateDump
from tallystick.reference.types.dump_rules import (
    HIGHEST,
    HIGHEST_ATOMS,
    HIGHEST_CREDIT,
    HIGHEST_RATE,
    Rule,
    ascending,
    has_loans,
    has_perpetuals,
    is_perpetual,
    numbered,
    same,
    within,
)
from tallystick.reference.types.liquidation_validity import (
    atoms_in_escrow,
    rules_of_escrows,
)
from tallystick.reference.types.loan_validity import (
    is_engine_order,
    rules_of_engine_ids,
    rules_of_engine_order,
    rules_of_lending_order,
    rules_of_loans,
)
from tallystick.reference.types.margin_validity import rules_of_margin
from tallystick.reference.types.parameters import parameter_error
from tallystick.reference.types.perp_validity import (
    highest_mark,
    rules_of_perpetual_order,
    rules_of_perpetuals,
)
from tallystick.reference.types.units import AccountId, AssetId, OrderId

LATEST = 2**53 - 1
HIGHEST_PRINCIPAL = 2**31 - 1
HIGHEST_ORDER_ID = 2**61 - 1
HIGHEST_COST = 2**54
BASE = AssetId(1)


@frozen
class InvalidDumpError(ValueError):
    """A dump of no venue. `path` is a JSON pointer to what is not as it must be."""

    path: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"at {self.path or 'the top'}: found {self.found}, expected {self.expected}"


def check_dump(dump: StateDump) -> None:
    """Raise InvalidDumpError unless the dump is valid (STA-026)."""
    # The rules come one by one: each relies on those before it.
    for holds, path, found, expected in _rules(dump):
        if not holds:
            raise InvalidDumpError(path, str(found), str(expected))  # [STA-026] [STA-025]


def _rules(dump: StateDump) -> Iterator[Rule]:
    problem = parameter_error(dump.parameters, dump.profile)
    yield problem is None, "/parameters", problem, "a parameter set in range"
    yield within("/now", dump.now, 0, LATEST)
    limits = dump.parameters
    yield from numbered("assets", [each.asset for each in dump.assets], limits.max_assets)
    yield from numbered("markets", [each.market for each in dump.markets], limits.max_markets)
    accounts = [each.account for each in dump.accounts]
    yield from numbered("accounts", accounts, limits.max_accounts)
    for account in dump.accounts:
        yield from _rules_of_account(dump, account, f"/accounts/{account.account - 1}")
    yield from _rules_of_assets(dump)
    for market in dump.markets:
        yield from _rules_of_market(dump, market, f"/markets/{market.market - 1}")
    yield from _rules_of_counts(dump)
    if _has_ledger(dump):
        yield from _rules_of_reservations(dump)
    yield from rules_of_loans(dump)
    yield from rules_of_perpetuals(dump)
    yield from rules_of_margin(dump)
    yield from rules_of_escrows(dump)


def _has_ledger(dump: StateDump) -> bool:
    return dump.profile.has_ledger


def _opens_loans(dump: StateDump, market: MarketDump) -> bool:
    """Whether a trade on a market opens a loan (LND-001)."""
    return has_loans(dump) and market.kind is MarketKind.LEND


def _kinds_of(dump: StateDump) -> tuple[MarketKind, ...]:
    """The kinds of market that the profile has (CMD-008)."""
    if not _has_ledger(dump):
        return tuple(MarketKind)
    perps = (MarketKind.PERP,) if has_perpetuals(dump) else ()
    lends = (MarketKind.LEND,) if has_loans(dump) else ()
    return (MarketKind.SPOT, *perps, *lends)


def _rules_of_account(dump: StateDump, account: AccountDump, at: str) -> Iterator[Rule]:
    has_ledger = _has_ledger(dump)
    lowest_owner = 1 if has_ledger else 0  # [CMD-010] [CMD-011]
    yield within(f"{at}/owner", account.owner, lowest_owner, HIGHEST_PRINCIPAL)
    yield within(f"{at}/last_order_id", account.last_order_id, 0, HIGHEST_ORDER_ID)
    yield from rules_of_engine_ids(dump, account, at)
    if not has_ledger:
        for name in ("delegates", "balances"):
            yield same(f"{at}/{name}", len(getattr(account, name)), 0)
        yield same(f"{at}/fee_exempt", account.fee_exempt, False)
    count, most = len(account.delegates), dump.parameters.max_delegates_per_account
    yield count <= most, f"{at}/delegates", f"{count} of them", f"at most {most}"
    yield from ascending(f"{at}/delegates", account.delegates)
    for index, delegate in enumerate(account.delegates):
        path = f"{at}/delegates/{index}"
        yield within(path, delegate, 1, HIGHEST_PRINCIPAL)
        yield delegate != account.owner, path, "the owner", "somebody else"
    yield from ascending(f"{at}/balances", [each.asset for each in account.balances])
    for index, balance in enumerate(account.balances):
        path = f"{at}/balances/{index}"
        yield within(f"{path}/asset", balance.asset, 1, len(dump.assets))
        yield within(f"{path}/atoms", balance.atoms, 0, HIGHEST_ATOMS)
        is_there = balance.atoms != 0 or balance.reserved_atoms != 0
        yield is_there, path, "nothing held or reserved", "no such row"


def _rules_of_assets(dump: StateDump) -> Iterator[Rule]:
    held: dict[AssetId, int] = {}
    for account in dump.accounts:
        for balance in account.balances:
            held[balance.asset] = held.get(balance.asset, 0) + balance.atoms
    yield len(dump.assets) > 0, "/assets", "none", "the base asset"
    base, limits = dump.assets[0], dump.parameters
    yield same("/assets/0/lot_atoms", base.lot_atoms, limits.base_lot_atoms)
    yield same("/assets/0/fee_cap_atoms", base.fee_cap_atoms, limits.base_fee_cap_atoms)
    for asset in dump.assets:
        at = f"/assets/{asset.asset - 1}"
        yield within(f"{at}/lot_atoms", asset.lot_atoms, 1, HIGHEST)
        yield within(f"{at}/fee_cap_atoms", asset.fee_cap_atoms, 0, HIGHEST_ATOMS)
        if asset.mark is None or asset.asset == BASE or not _has_ledger(dump):
            yield same(f"{at}/mark", asset.mark, None)
            yield same(f"{at}/mark_time", asset.mark_time, None)
        else:
            mark_time = -1 if asset.mark_time is None else asset.mark_time
            yield within(f"{at}/mark", asset.mark, 1, highest_mark(dump))
            yield 0 <= mark_time <= dump.now, f"{at}/mark_time", asset.mark_time, f"0 to {dump.now}"
        most_treasury = HIGHEST_ATOMS if _has_ledger(dump) else 0
        yield within(f"{at}/treasury_atoms", asset.treasury_atoms, 0, most_treasury)
        in_escrow = atoms_in_escrow(dump) if asset.asset == BASE else 0
        total = held.get(asset.asset, 0) + asset.treasury_atoms + in_escrow
        yield same(f"{at}/supply_atoms", asset.supply_atoms, total)
        yield within(f"{at}/supply_atoms", asset.supply_atoms, 0, HIGHEST_ATOMS)


def _rules_of_market(dump: StateDump, market: MarketDump, at: str) -> Iterator[Rule]:
    yield within(f"{at}/asset", market.asset, 1, len(dump.assets))
    is_kind = market.kind in _kinds_of(dump)
    yield is_kind, f"{at}/kind", market.kind, "a kind of the profile"
    is_kind = market.kind is MarketKind.LEND or market.asset != BASE
    yield is_kind, f"{at}/kind", market.kind, "lend, of the base asset"
    earlier = [(each.asset, each.kind) for each in dump.markets[: market.market - 1]]
    is_new = (market.asset, market.kind) not in earlier
    yield is_new, at, f"another {market.kind} market of asset {market.asset}", "one at most"
    yield within(f"{at}/tick", market.tick, 1, HIGHEST)
    yield within(f"{at}/minimum_lots", market.minimum_lots, 1, HIGHEST)
    base_cap = dump.assets[0].fee_cap_atoms
    bid_cap = (
        base_cap if is_perpetual(dump, market) else dump.assets[market.asset - 1].fee_cap_atoms
    )
    received = bid_cap, base_cap
    for name, side, cap in zip(("bids", "asks"), (market.bids, market.asks), received, strict=True):
        best = side[0].price if side else 0
        for index, order in enumerate(side):
            path = f"{at}/{name}/{index}"
            yield from _rules_of_order(dump, market, order, name == "bids", path)
            if _opens_loans(dump, market):
                yield from rules_of_lending_order(dump, market, order, name == "bids", path)
            else:
                yield from _rules_of_fees(dump, market, order, cap, path)
            has_flags = name == "asks" and _opens_loans(dump, market)
            for flag in ("returnable", "extensible"):
                is_there = getattr(order, flag) is not None
                yield same(f"{path}/{flag}", is_there, has_flags)
            before = side[max(0, index - 1)].price
            is_sorted = order.price <= before if name == "bids" else order.price >= before
            yield is_sorted, f"{path}/price", order.price, f"none better than {before}"
        if name == "asks" and side and market.bids:
            bid = market.bids[0].price
            yield best > bid, f"{at}/asks/0/price", best, f"more than the best bid, {bid}"


def _rules_of_order(
    dump: StateDump, market: MarketDump, order: OrderDump, is_bid: bool, at: str
) -> Iterator[Rule]:
    yield within(f"{at}/account", order.account, 1, len(dump.accounts))
    if is_engine_order(dump, order):
        yield from rules_of_engine_order(dump, market, order, is_bid, at)
    else:
        last_order_id = dump.accounts[order.account - 1].last_order_id
        yield within(f"{at}/order_id", order.order_id, 1, last_order_id)
    highest = HIGHEST_RATE if market.kind is MarketKind.LEND else HIGHEST
    yield within(f"{at}/price", order.price, 1, highest)
    tick = market.tick
    yield order.price % tick == 0, f"{at}/price", order.price, f"a multiple of {tick}"
    yield within(f"{at}/open_lots", order.open_lots, 1, HIGHEST)
    may_rest = order.order_type in (OrderType.LIMIT, OrderType.POST_ONLY)
    yield may_rest, f"{at}/order_type", order.order_type, "a type that may rest"
    if order.expires_at is not None:
        yield within(f"{at}/expires_at", order.expires_at, 1, LATEST)
    if is_perpetual(dump, market):
        yield from rules_of_perpetual_order(dump, market, order, at)
        return
    yield same(f"{at}/reduce_only", order.reduce_only, False)
    if _has_ledger(dump):
        cost, lots = order.price * order.open_lots, order.open_lots
        atoms = lots * dump.assets[market.asset - 1].lot_atoms
        is_small = cost <= HIGHEST_COST and atoms <= HIGHEST_ATOMS
        yield is_small, f"{at}/open_lots", lots, "within the bounds of SPT-001"


def _rules_of_fees(
    dump: StateDump, market: MarketDump, order: OrderDump, cap: int, at: str
) -> Iterator[Rule]:
    limits = dump.parameters
    if not _has_ledger(dump):
        for name in ("maker_fee_rate", "taker_fee_rate", "fee_cap_atoms"):
            yield same(f"{at}/{name}", getattr(order, name), 0)
    elif not is_perpetual(dump, market):
        rates = limits.spot_maker_fee_rate, limits.spot_taker_fee_rate
        own = order.maker_fee_rate, order.taker_fee_rate
        yield own in (rates, (0, 0)), f"{at}/maker_fee_rate", own, f"{rates} or (0, 0)"
    if _has_ledger(dump):
        yield same(f"{at}/fee_cap_atoms", order.fee_cap_atoms, cap)
    paid, cap = order.fee_paid_atoms, order.fee_cap_atoms
    yield within(f"{at}/fee_paid_atoms", paid, 0, cap)
    yield within(f"{at}/fee_credit", order.fee_credit, 0, HIGHEST_CREDIT if 0 < paid < cap else 0)


def _rules_of_counts(dump: StateDump) -> Iterator[Rule]:
    most, most_of_account = dump.parameters.max_orders, dump.parameters.max_orders_per_account
    counts: dict[AccountId, int] = {}
    seen: dict[tuple[AccountId, OrderId], bool] = {}
    for market in dump.markets:
        for name, side in (("bids", market.bids), ("asks", market.asks)):
            for index, order in enumerate(side):
                key, at = (order.account, order.order_id), f"/markets/{market.market - 1}/{name}"
                yield key not in seen, f"{at}/{index}/order_id", order.order_id, "another id"
                seen[key], counts[order.account] = True, counts.get(order.account, 0) + 1
    for account, count in counts.items():
        text = f"{count} orders of account {account}"
        yield count <= most_of_account, "/markets", text, f"at most {most_of_account}"
    yield len(seen) <= most, "/markets", f"{len(seen)} orders", f"at most {most}"


def _rules_of_reservations(dump: StateDump) -> Iterator[Rule]:
    reserved: dict[tuple[AccountId, AssetId], int] = {}
    for market in dump.markets:
        if is_perpetual(dump, market):
            continue
        lot_atoms = dump.assets[market.asset - 1].lot_atoms
        for order in () if _opens_loans(dump, market) else market.bids:
            key = (order.account, BASE)
            reserved[key] = reserved.get(key, 0) + order.price * order.open_lots
        for order in market.asks:
            key = (order.account, market.asset)
            reserved[key] = reserved.get(key, 0) + lot_atoms * order.open_lots
    stated = {
        (account.account, balance.asset): balance.reserved_atoms
        for account in dump.accounts
        for balance in account.balances
    }
    most = HIGHEST_ATOMS * dump.parameters.reservation_multiple_tenths // 10
    for account_id, asset in {**stated, **reserved}:
        at, atoms = f"/accounts/{account_id - 1}/balances", reserved.get((account_id, asset), 0)
        found = stated.get((account_id, asset), 0)
        yield found == atoms, at, f"{found} reserved of asset {asset}", atoms
        yield atoms <= most, at, f"{atoms} reserved of asset {asset}", f"at most {most}"
