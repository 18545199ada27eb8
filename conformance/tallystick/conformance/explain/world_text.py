"""Open accounts, exposures and portfolios as tables for people."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tallystick.conformance.explain.margin_terms import decimal
from tallystick.conformance.explain.perp_views import TREASURY
from tallystick.conformance.explain.text import clock
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.explain.world_standing import Standing
from tallystick.conformance.wire import word
from tallystick.reference.types.outcome import Outcome, Rejected
from tallystick.reference.types.units import AccountId

WIDTH = 100
"""Of what is not written to a terminal; a number that is longer than its column is folded."""
Told = str | Table
"""A line, or a table."""


def print_told(told: Iterable[Told]) -> None:
    """One after another, lines never broken: what is a command can be copied."""
    console = Console(width=None if sys.stdout.isatty() else WIDTH, highlight=False)
    for one in told:
        if isinstance(one, str):
            console.print(Text(one), soft_wrap=True)
        else:
            console.print(one)


def table_of(head: Sequence[str], rows: Iterable[Sequence[object]], words: Sequence[str]) -> Table:
    """A table; the columns of that name hold words, all others numbers."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), show_edge=False)
    for name in head:
        table.add_column(name, justify="left" if name in words else "right", overflow="fold")
    for row in rows:
        table.add_row(*(Text(str(cell)) for cell in row))
    return table


def heading_lines(moment: Moment, whose: str) -> Iterator[str]:
    """Which state is told."""
    command = word(type(moment.command))
    yield f"{whose} of {moment.name} behind command {moment.number}, {command}, on {moment.target}"
    if isinstance(moment.outcome, Rejected):
        yield f"that command was rejected {moment.outcome.reason}: it changed nothing"
    yield f"now is {moment.dump.now} ms; amounts are base atoms, where nothing else is said"


def problem_lines(moment: Moment) -> Iterator[str]:
    """Where the engine is of another mind."""
    for problem in moment.differences:
        yield f"DIFFERENT {problem}"


def standing_lines(standing: Standing) -> Iterator[str]:
    """What an account is worth, and whether it is open."""
    yield (
        f"RBV initial {standing.initial_atoms}, maintenance {standing.maintenance_atoms},"
        f" equity {standing.equity_atoms}"
    )
    yield f"net worth {standing.net_worth_atoms}, free balance {standing.free_atoms}"
    yield f"it is {state_words(standing)}"


def state_words(standing: Standing) -> str:
    """Sound, or open to liquidation and why."""
    why = list(_why(standing))
    stale = ", ".join(map(str, standing.stale_assets))
    old = f"; marks of assets {stale} are stale" if stale else ""
    return (f"open: {', '.join(why)}" if why else "sound") + old


def short_state(standing: Standing | None) -> str:
    """The same in two words at most."""
    if standing is None:
        return "-"
    if standing.is_sound:
        return "sound"
    return "below zero" if standing.maintenance_atoms < 0 else "overdue"


def _why(standing: Standing) -> Iterator[str]:
    if standing.maintenance_atoms < 0:
        yield "RBV maintenance is below zero"
    for loan in standing.overdue_loans:
        yield f"loan {loan.loan} is overdue by {clock(loan.overdue_ms)}"
    for debt in standing.overdue_debts:
        owed = f"{debt.atoms} to {party(debt.creditor)}"
        yield f"a debt of {owed} is overdue by {clock(debt.overdue_ms)}"


def party(account: AccountId) -> str:
    """An account, or the treasury."""
    return "the treasury" if account == TREASURY else f"account {account}"


def number(account: AccountId) -> str:
    """The same in a table."""
    return "treasury" if account == TREASURY else str(account)


def amount(value: Fraction) -> str:
    """With four decimals at most."""
    return decimal(value)


def owed_words(atoms: int, counterparty: str, account: str) -> str:
    """Who owes whom."""
    if atoms == 0:
        return "nothing"
    debtor, creditor = (counterparty, account) if atoms > 0 else (account, counterparty)
    return f"{debtor} owes {creditor} {abs(atoms)}"


def became(before: object, after: object) -> str:
    """One number, or two where they differ."""
    return str(after) if before == after else f"{before} to {after}"


def outcome_words(outcome: Outcome) -> str:
    """Accepted, or why not."""
    if isinstance(outcome, Rejected):
        at = f" at index {outcome.index}" if outcome.index else ""
        return f"rejected {outcome.reason}{at}"
    return "accepted"
