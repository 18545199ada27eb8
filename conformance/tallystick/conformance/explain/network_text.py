"""The network before and after a command as plain text of at most 100 columns."""

from collections.abc import Iterable, Iterator, Sequence

from tallystick.conformance.explain.leg_story import TRUE_UP, Parties, Step
from tallystick.conformance.explain.network import Change, Network, Node, touched_legs
from tallystick.conformance.explain.perp_story import PerpPayment
from tallystick.conformance.explain.perp_views import BASE_ASSET, TREASURY
from tallystick.conformance.explain.sums import Sum
from tallystick.conformance.explain.text import INDENT, folded
from tallystick.conformance.wire import word
from tallystick.reference.types.events import Traded
from tallystick.reference.types.perp_commands import TrueUp
from tallystick.reference.types.units import AccountId, AssetId

MOST_LEGS = 40
"""Of a market with more only those are told that changed."""
MOST_ACCOUNTS = 24
"""Of a venue with more only those are told that the command concerns."""


@folded
def network_lines(network: Network) -> Iterator[str]:
    """Everything about one command in one market."""
    yield f"{heading(network)}, on {network.target}"
    yield market_line(network)
    if network.steps:
        yield ""
        yield from step_lines(network)
    yield ""
    yield from leg_lines(network)
    if network.payments:
        yield ""
        yield "payments"
        for line in payment_lines(network.payments):
            yield f"{INDENT}{line}"
    yield ""
    yield from wealth_lines(network)
    for problem in network.differences:
        yield f"DIFFERENT {problem}"


def title(network: Network) -> str:
    """What the command did, in a few words."""
    trades = network.trades
    if not trades:
        return _other_title(network)
    taker, side = trades[0].taker_account, trades[0].taker_side
    if {(trade.taker_account, trade.taker_side) for trade in trades} != {(taker, side)}:
        return f"account {taker} trades {len(trades)} times in market {network.market}"
    lots = sum(trade.lots for trade in trades)
    makers = list(dict.fromkeys(trade.maker_account for trade in trades))
    whom = f"account {makers[0]}" if len(makers) == 1 else f"{len(makers)} accounts"
    prices = sorted({trade.price for trade in trades})
    price = str(prices[0]) if len(prices) == 1 else f"{prices[0]} to {prices[-1]}"
    buys = "buys" if side == "buy" else "sells"
    return f"account {taker} {buys} {lots_words(lots)} {_to(side)} {whom} at {price}"


def heading(network: Network) -> str:
    """Which command of which case."""
    command = network.command
    account = getattr(command, "account", None)
    whose = "" if account is None else f" of account {account}"
    what = f"command {network.number}, {word(type(command))}{whose}"
    return f"market {network.market} of {network.name} before and after {what}"


def market_line(network: Network) -> str:
    """Mark, index and legs counted."""
    before, after = network.before, network.after
    mark = _became(before.mark or "none", after.mark or "none")
    index = _became(before.funding.index, after.funding.index)
    return f"mark {mark}, index {index}, legs counted {touched_legs(network)}"


def step_lines(network: Network) -> Iterator[str]:
    """Each trade with its steps and their sums."""
    trade = 0
    for step in network.steps:
        if step.trade > trade:
            trade = step.trade
            yield trade_words(network.story.trades[trade - 1])
        yield f"{INDENT}{step_words(step)}"
        for one in step.sums:
            yield f"{INDENT * 2}{sum_words(one)}"


def trade_words(trade: Traded) -> str:
    """One trade in words."""
    parties = Parties.of(trade)
    who = f"account {parties.buyer} buys {lots_words(trade.lots)} from account {parties.seller}"
    return f"{who} at {trade.price}"


def step_words(step: Step) -> str:
    """One step in words."""
    return step.words if step.part == TRUE_UP else f"part {step.part}: {step.words}"


def sum_words(one: Sum) -> str:
    """A sum by its name."""
    return f"{one.name}: {one.expression} = {one.equals}"


def leg_lines(network: Network) -> Iterator[str]:
    """The table of legs; of many only those that changed."""
    links = network.links
    if len(links) > MOST_LEGS:
        links = tuple(link for link in links if link.change is not Change.UNCHANGED)
    rows: list[tuple[object, ...]] = [("leg", "long", "short", "before", "after", "")]
    for link in links:
        lots = (("-" if leg is None else leg.lots) for leg in (link.before, link.after))
        parties = (link.leg.long_account, link.leg.short_account)
        rows.append((link.leg.leg, *parties, *lots, link.change))
    yield from table(rows) if links else ["no legs"]
    if len(links) < len(network.links):
        yield f"and {len(network.links) - len(links)} legs that did not change"


def payment_lines(payments: Sequence[PerpPayment]) -> Iterator[str]:
    """Each payment, where it comes from and what it is for."""
    for one in payments:
        parts = [f"account {one.payer} pays {_party(one.receiver)} {one.atoms} atoms"]
        if one.asset != BASE_ASSET:
            parts[0] += f" of asset {one.asset}"
        if one.offset_atoms:
            parts.append(f"{one.offset_atoms} are taken off what it is owed")
        if one.debt_atoms:
            parts.append(f"{one.debt_atoms} become a debt")
        why = one.what
        for owed in one.sums:
            plain = owed.expression == str(owed.equals)
            why += f", {owed.equals}" if plain else f", {owed.expression} = {owed.equals}"
        yield f"{', '.join(parts)}: {why}"


def told_nodes(network: Network) -> tuple[Node, ...]:
    """All accounts; of many those with a role, a position or a change."""
    nodes = network.nodes
    if len(nodes) <= MOST_ACCOUNTS:
        return nodes
    changed = {
        account
        for link in network.links
        if link.change is not Change.UNCHANGED
        for account in (link.leg.long_account, link.leg.short_account)
    }
    return tuple(
        node
        for node in nodes
        if node.roles or node.account in changed or node.wealth_before != node.wealth_after
    )


def wealth_lines(network: Network) -> Iterator[str]:
    """Position and wealth of accounts before and after, and why it changed."""
    rows: list[tuple[object, ...]] = [("account", "position", "wealth", "change", "")]
    nodes = told_nodes(network)
    for node in nodes:
        change = node.wealth_after - node.wealth_before
        cause = node.cause
        plain = cause.expression in ("0", str(cause.equals))
        rows.append(
            (
                node.account,
                _became(with_sign(node.before), with_sign(node.after)),
                _became(node.wealth_before, node.wealth_after),
                with_sign(change),
                "" if plain else f"= {cause.expression}",
            )
        )
    yield from table(rows)
    if len(nodes) < len(network.nodes):
        yield f"and {len(network.nodes) - len(nodes)} accounts whose wealth did not change"


def with_sign(number: int) -> str:
    """A number with its sign, 0 without one."""
    return f"{number:+d}" if number else "0"


def table(rows: Sequence[Iterable[object]]) -> list[str]:
    """Rows in columns as wide as their widest cell; the first row is the head."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]


def _other_title(network: Network) -> str:
    command = network.command
    if isinstance(command, TrueUp):
        return f"account {command.account} and account {command.counterparty} are trued up"
    account: AccountId | None = getattr(command, "account", None)
    asset: AssetId | None = getattr(command, "asset", None)
    whose = "" if account is None else f" of account {account}"
    what = "" if asset is None else f" of asset {asset}"
    return f"{word(type(command))}{whose or what}"


def lots_words(lots: int) -> str:
    """So many lots."""
    return f"{lots} lot" if lots == 1 else f"{lots} lots"


def _to(side: str) -> str:
    return "from" if side == "buy" else "to"


def _party(account: AccountId) -> str:
    return "the treasury" if account == TREASURY else f"account {account}"


def _became(before: object, after: object) -> str:
    return str(after) if before == after else f"{before} to {after}"
