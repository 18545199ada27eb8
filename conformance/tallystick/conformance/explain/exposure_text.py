"""Whom an account faces, and what may be done about each, as tables for people."""

from collections.abc import Iterator, Sequence

from rich.table import Table

from tallystick.conformance.explain.actions import Possible
from tallystick.conformance.explain.contracts import Kind
from tallystick.conformance.explain.exposures import Elsewhere, ExposureView, Facing
from tallystick.conformance.explain.text import INDENT, clock
from tallystick.conformance.explain.what_if import WhatIf
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.explain.world_standing import Standing
from tallystick.conformance.explain.world_text import (
    Told,
    amount,
    became,
    heading_lines,
    number,
    outcome_words,
    owed_words,
    party,
    problem_lines,
    short_state,
    standing_lines,
    table_of,
)
from tallystick.conformance.wire import encode_command, word

SIGNS = "what the account is owed is positive, what it owes is negative"
PLURALS = {Kind.LEG: "legs", Kind.DEBT: "debts", Kind.LOAN: "loans", Kind.CLAIM: "claims"}
Said = Iterator[Told]


def exposure_told(moment: Moment, view: ExposureView, about: Sequence[Possible]) -> Said:
    """Everything about whom an account faces."""
    account = view.standing.account
    yield from heading_lines(moment, f"whom account {account} faces, in the state")
    yield from standing_lines(view.standing)
    if not view.facing:
        yield "nobody has a contract with it"
    else:
        yield ""
        yield f"at the marks it is owed {view.is_owed_atoms} and owes {view.owes_atoms}; {SIGNS}"
        yield _nets(view.facing)
        if any(one.standing is not None for one in view.facing):
            yield "what the counterparties are worth themselves"
            yield _counterparties(view.facing)
            yield "what they have with others, at the marks, before netting"
            yield _elsewheres(view.facing)
        for facing, possible in zip(view.facing, about, strict=True):
            yield ""
            yield from _facing_told(account, facing)
            yield from _actions_told(possible)
    yield from problem_lines(moment)


def _nets(facing: Sequence[Facing]) -> Table:
    head = ("faces", "at the marks", "at the worst", *PLURALS.values())
    return table_of(head, ((number(one.counterparty), *_net_cells(one)) for one in facing), ())


def _net_cells(facing: Facing) -> Iterator[object]:
    yield facing.net_atoms
    yield facing.worst_atoms
    found = {one.kind: one.net for one in facing.kinds}
    for kind in Kind:
        yield amount(found[kind]) if kind in found else "-"


def _counterparties(facing: Sequence[Facing]) -> Table:
    head = (
        "account",
        "RBV initial",
        "RBV maintenance",
        "equity",
        "net worth",
        "base balance",
        "it is",
    )
    rows = (
        (
            one.account,
            one.initial_atoms,
            one.maintenance_atoms,
            one.equity_atoms,
            one.net_worth_atoms,
            one.base_atoms,
            short_state(one),
        )
        for one in (each.standing for each in facing)
        if one is not None
    )
    return table_of(head, rows, ("it is",))


def _elsewheres(facing: Sequence[Facing]) -> Table:
    rows = (
        (
            each.counterparty,
            one.counterparty_count,
            amount(one.is_owed),
            amount(one.owes),
            _interest_words(one),
        )
        for each in facing
        if (one := each.elsewhere) is not None
    )
    return table_of(("account", "faces others", "is owed", "owes", "lots"), rows, ("lots",))


def _interest_words(elsewhere: Elsewhere) -> str:
    found = (
        f"market {one.market}: {one.long_lots} long, {one.short_lots} short"
        for one in elsewhere.open_interest
    )
    return "; ".join(found) or "none"


def _facing_told(account: int, facing: Facing) -> Iterator[str]:
    """The contracts with one counterparty, the worst pieces, and the sums of each kind."""
    other, mine = party(facing.counterparty), f"account {account}"
    yield f"{other}: {owed_words(facing.net_atoms, other, mine)}"
    for line in (*_contract_lines(facing), *_worst_lines(facing)):
        yield f"{INDENT}{line}"


def _contract_lines(facing: Facing) -> Iterator[str]:
    for leg in facing.legs:
        yield (
            f"leg {leg.leg} of market {leg.market}: {leg.position_lots:+d} lots, profit"
            f" {leg.profit_atoms} - ({leg.funding_atoms}) of funding = {amount(leg.value)}"
        )
    for debt in facing.debts:
        late = f", overdue by {clock(debt.overdue_ms)}" if debt.overdue_ms else ""
        yield f"debt of {party(debt.debtor)}, due at {debt.due} ms{late}: {amount(debt.value)}"
    for loan in facing.loans:
        late = f", overdue by {clock(loan.overdue_ms)}" if loan.overdue_ms else ""
        yield (
            f"loan {loan.loan} of asset {loan.asset} to {party(loan.borrower)}, due at"
            f" {loan.due} ms{late}: {loan.principal_atoms} of principal and"
            f" {amount(loan.interest)} of interest at {loan.rate} = {amount(loan.value)}"
        )
    for claim in facing.claims:
        what = f"claim of {party(claim.creditor)} on loan {claim.loan}"
        yield f"{what}: {claim.atoms} atoms of asset {claim.asset} = {amount(claim.value)}"
    for one in facing.kinds:
        if one.is_owed and one.owes:
            yield (
                f"all {PLURALS[one.kind]}: is owed {amount(one.is_owed)}, owes {amount(one.owes)},"
                f" net {amount(one.net)}"
            )


def _worst_lines(facing: Facing) -> Iterator[str]:
    for one in facing.worst_pieces:
        if one.worst != one.value:
            yield (
                f"worst of asset {one.asset}: {amount(one.value)} at the mark,"
                f" {amount(one.worst)} in piece {one.piece}, at the price {amount(one.price)}"
            )


def _actions_told(possible: Possible) -> Iterator[str]:
    account = number(possible.counterparty)
    for action in possible.actions:
        yield (
            f"{INDENT}open to {action.by}: {action.what} ({action.clause}); leaves"
            f" {account} at {action.net_atoms}, RBV maintenance {action.maintenance_atoms}"
        )
        yield f"{INDENT * 2}{encode_command(action.command).decode()}"
    for refusal in possible.refusals:
        reason = refusal.reason or "nothing would happen"
        yield f"{INDENT}not open: {refusal.what}, {reason} ({refusal.clause})"


def what_if_told(moment: Moment, told: WhatIf) -> Said:
    """An account before and after a batch."""
    account = told.before.standing.account
    whose = f"what a batch of account {account} would leave, in the state"
    yield from heading_lines(moment, whose)
    count = len(told.batch.commands)
    commands = "1 command" if count == 1 else f"{count} commands"
    yield f"the batch of {commands} would be {outcome_words(told.outcome)}; nothing is applied"
    if told.after is not None:
        events = (f"{one.count} {one.type}" for one in told.events)
        yield f"events: {', '.join(events) or 'none'}"
    yield ""
    after = told.before if told.after is None else told.after
    yield _standings(told.before.standing, after.standing)
    others = sorted({one.counterparty for one in (*told.before.facing, *after.facing)})
    if others:
        yield f"whom it faces, at the marks and at the worst; {SIGNS}"
        rows = (_faced_cells(told.before, after, other) for other in others)
        yield table_of(("faces", "at the marks", "at the worst", *PLURALS.values()), rows, ())
    if told.after is None:
        index = getattr(told.outcome, "index", 0)
        if index:
            inner = told.batch.commands[index - 1]
            yield f"rejected for command {index}, {word(type(inner))}:"
            yield f"{INDENT}{encode_command(inner).decode()}"
    yield from problem_lines(moment)


def _standings(before: Standing, after: Standing) -> Table:
    rows = (
        ("RBV initial", before.initial_atoms, after.initial_atoms),
        ("RBV maintenance", before.maintenance_atoms, after.maintenance_atoms),
        ("equity", before.equity_atoms, after.equity_atoms),
        ("net worth", before.net_worth_atoms, after.net_worth_atoms),
        ("base balance", before.base_atoms, after.base_atoms),
        ("free balance", before.free_atoms, after.free_atoms),
    )
    changes = (
        (name, was, now, f"{now - was:+d}" if now != was else "0") for name, was, now in rows
    )
    states = ("it is", short_state(before), short_state(after), "")
    return table_of(("value", "before", "after", "change"), (*changes, states), ("value",))


def _faced_cells(before: ExposureView, after: ExposureView, other: int) -> tuple[object, ...]:
    ends = []
    for view in (before, after):
        found = [one for one in view.facing if one.counterparty == other]
        cells = _net_cells(found[0]) if found else iter(("0", "0", *("-",) * len(Kind)))
        ends.append([str(cell) for cell in cells])
    return "treasury" if other == 0 else other, *map(became, *ends)
