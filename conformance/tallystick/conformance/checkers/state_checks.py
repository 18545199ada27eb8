"""What holds in every dump by itself, whatever led to it (spec chapter 10)."""

from collections import Counter
from collections.abc import Iterable, Iterator

from tallystick.conformance.checkers.books import RATE_UNIT
from tallystick.conformance.checkers.escrow_checks import escrow_violations
from tallystick.conformance.checkers.ledger import SUPPLY_BOUND_ATOMS
from tallystick.conformance.checkers.loan_checks import loan_violations
from tallystick.conformance.checkers.margin_checks import margin_violations
from tallystick.conformance.checkers.perp_checks import perp_violations
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.choices import MarketKind, Profile
from tallystick.reference.types.dump import AssetDump, MarketDump, OrderDump, StateDump
from tallystick.reference.types.units import AccountId, AssetId


def state_violations(dump: StateDump) -> tuple[Violation, ...]:
    """Every invariant that the dump breaks, in the order of chapter 10."""
    return (
        *_conservation(dump),
        *_debts(dump),
        *_books(dump),
        *_aggregates(dump),
        *_bounds(dump),
        *_fees(dump),
        *loan_violations(dump),
        *perp_violations(dump),
        *margin_violations(dump),
        *escrow_violations(dump),
    )


def _orders(dump: StateDump) -> Iterator[OrderDump]:
    for market in dump.markets:
        yield from market.bids
        yield from market.asks


def _conservation(dump: StateDump) -> Iterator[Violation]:
    held: Counter[AssetId] = Counter()
    for account in dump.accounts:
        for balance in account.balances:
            held[balance.asset] += balance.atoms
    held[BASE_ASSET] += sum(escrow.atoms for escrow in dump.escrows or ())
    for asset in dump.assets:
        atoms = held[asset.asset] + asset.treasury_atoms
        if atoms != asset.supply_atoms:
            text = f"asset {asset.asset}: {atoms} atoms are held, supply is {asset.supply_atoms}"
            yield Violation("INV-001", text)


def _debts(dump: StateDump) -> Iterator[Violation]:
    for account in dump.accounts:
        for balance in account.balances:
            if balance.atoms < 0:
                text = f"account {account.account} holds {balance.atoms} of asset {balance.asset}"
                yield Violation("INV-002", text)
    for asset in dump.assets:
        if asset.treasury_atoms < 0:
            text = f"treasury of asset {asset.asset} is {asset.treasury_atoms}"
            yield Violation("INV-002", text)
        if not 0 <= asset.supply_atoms <= SUPPLY_BOUND_ATOMS:
            text = f"supply of asset {asset.asset} is {asset.supply_atoms}"
            yield Violation("INV-002", text)


def _books(dump: StateDump) -> Iterator[Violation]:
    for market in dump.markets:
        bids = [order.price for order in market.bids]
        asks = [order.price for order in market.asks]
        if bids and asks and max(bids) >= min(asks):
            text = f"market {market.market}: bid {max(bids)}, ask {min(asks)}"
            yield Violation("INV-004", text)
        if bids != sorted(bids, reverse=True) or asks != sorted(asks):
            yield Violation("INV-005", f"market {market.market}: a side is not sorted by price")


def reservations(
    profile: Profile, assets: Iterable[AssetDump], markets: Iterable[MarketDump]
) -> Counter[tuple[AccountId, AssetId]]:
    """What resting orders of each account reserve in each asset (STA-011, SPT-002, LND-001)."""
    lot_atoms = {asset.asset: asset.lot_atoms for asset in assets}
    reserved: Counter[tuple[AccountId, AssetId]] = Counter()
    for market in markets:
        if not profile.has_ledger or market.kind is MarketKind.PERP:
            continue
        for bid in market.bids if market.kind is MarketKind.SPOT else ():
            reserved[bid.account, BASE_ASSET] += bid.open_lots * bid.price
        for ask in market.asks:
            reserved[ask.account, market.asset] += ask.open_lots * lot_atoms[market.asset]
    return reserved


def _aggregates(dump: StateDump) -> Iterator[Violation]:
    reserved = reservations(dump.profile, dump.assets, dump.markets)
    stored = {
        (account.account, balance.asset): int(balance.reserved_atoms)
        for account in dump.accounts
        for balance in account.balances
    }
    for key in sorted(reserved.keys() | stored.keys()):
        if stored.get(key, 0) != reserved[key]:
            account, asset = key
            text = f"account {account} reserves {reserved[key]} of asset {asset}"
            yield Violation("INV-006", f"{text}, the dump says {stored.get(key, 0)}")


def _bounds(dump: StateDump) -> Iterator[Violation]:
    per_account = Counter(order.account for order in _orders(dump))
    for account, count in sorted(per_account.items()):
        if count > dump.parameters.max_orders_per_account:
            yield Violation("INV-007", f"account {account} has {count} orders")
    if per_account.total() > dump.parameters.max_orders:
        yield Violation("INV-007", f"the venue has {per_account.total()} orders")
    for order in _orders(dump):
        if order.open_lots < 1:
            text = f"order {order.order_id} of account {order.account} has {order.open_lots} lots"
            yield Violation("INV-007", text)


def _fees(dump: StateDump) -> Iterator[Violation]:
    for order in _orders(dump):
        name = f"order {order.order_id} of account {order.account}"
        if not 0 <= order.fee_paid_atoms <= order.fee_cap_atoms:
            text = f"{name} paid {order.fee_paid_atoms}, its cap is {order.fee_cap_atoms}"
            yield Violation("INV-012", text)
        if not 0 <= order.fee_credit < RATE_UNIT:
            yield Violation("SPT-012", f"{name} has a fee credit of {order.fee_credit}")
