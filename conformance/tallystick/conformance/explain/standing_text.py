"""Open accounts, and whole portfolios, as tables for people."""

from collections.abc import Iterable, Iterator

from rich.table import Table

from tallystick.conformance.explain.open_accounts import (
    BankruptcyTrial,
    Ending,
    LiquidateTrial,
    OpenAccount,
    OpenView,
)
from tallystick.conformance.explain.portfolio import LoanHeld, Portfolio
from tallystick.conformance.explain.text import INDENT, clock
from tallystick.conformance.explain.world_runs import Moment
from tallystick.conformance.explain.world_text import (
    Told,
    amount,
    heading_lines,
    number,
    party,
    problem_lines,
    standing_lines,
    state_words,
    table_of,
)
from tallystick.conformance.wire import encode_command
from tallystick.reference.types.dump import EscrowDump

Said = Iterator[Told]


def open_told(moment: Moment, view: OpenView) -> Said:
    """Who is open, why, and what a call would do."""
    yield from heading_lines(moment, "accounts open to liquidation in the state")
    count = len(view.open_accounts)
    yield f"{count} of {view.account_count} accounts {'is' if count == 1 else 'are'} open"
    if view.open_accounts:
        yield ""
        yield _table(view.open_accounts)
    for one in view.open_accounts:
        yield f"account {one.standing.account} is {state_words(one.standing)}"
        yield from (f"{INDENT}{line}" for line in _liquidate_lines(one.liquidate))
        yield from (f"{INDENT}{line}" for line in _bankruptcy_lines(one.bankruptcy))
        yield ""
    yield from problem_lines(moment)


def _table(accounts: Iterable[OpenAccount]) -> Table:
    head = (
        "account",
        "RBV initial",
        "maintenance",
        "equity",
        "net worth",
        "why",
        "liquidate",
        "bankruptcy",
    )
    rows = (
        (
            one.standing.account,
            one.standing.initial_atoms,
            one.standing.maintenance_atoms,
            one.standing.equity_atoms,
            one.standing.net_worth_atoms,
            ", ".join(_reasons(one)),
            one.liquidate.ending.replace("_", " "),
            "possible" if one.bankruptcy.is_possible else str(one.bankruptcy.reason),
        )
        for one in accounts
    )
    return table_of(head, rows, ("why", "liquidate", "bankruptcy"))


def _reasons(one: OpenAccount) -> Iterator[str]:
    if one.is_below_zero:
        yield "below zero"
    if one.standing.overdue_loans or one.standing.overdue_debts:
        yield "overdue"


def _liquidate_lines(trial: LiquidateTrial) -> Iterator[str]:
    if trial.command is None or trial.ending is Ending.NO_CALLER:
        yield "liquidate: there is no other account that could call"
        return
    call = f"liquidate by account {trial.command.account} with work {trial.command.work}"
    if trial.after is None:
        yield f"{call} would be rejected {trial.reason}"
    else:
        reward = f"a reward of {trial.reward_atoms}" if trial.reward_atoms else "no reward"
        is_sound = trial.ending is Ending.SOUND
        what = f"would leave it sound, with {reward}" if is_sound else "would be progress"
        left = trial.after
        yield (
            f"{call} {what}: RBV initial {left.initial_atoms}, maintenance"
            f" {left.maintenance_atoms}, net worth {left.net_worth_atoms}"
        )
        yield f"{INDENT}{', '.join(f'{one.count} {one.type}' for one in trial.events)}"
    yield f"{INDENT}{encode_command(trial.command).decode()}"


def _bankruptcy_lines(trial: BankruptcyTrial) -> Iterator[str]:
    if not trial.is_possible:
        yield f"declare_bankruptcy would be rejected {trial.reason}"
        return
    yield (
        f"declare_bankruptcy is possible: an estate of {trial.estate_atoms} for claims of"
        f" {trial.claims_atoms}, a loss of at most {trial.command.max_loss_permille} permille"
    )
    yield f"{INDENT}{encode_command(trial.command).decode()}"
    for one in trial.losses:
        yield f"{INDENT}{party(one.account)} would get {one.paid_atoms} of {one.claim_atoms}"


def portfolio_told(moment: Moment, portfolio: Portfolio) -> Said:
    """Everything of one account; what there is none of is left out."""
    account = portfolio.standing.account
    yield from heading_lines(moment, f"account {account}, in the state")
    delegates = ", ".join(map(str, portfolio.delegates))
    exempt = "; exempt from fees" if portfolio.is_fee_exempt else ""
    yield f"owner {portfolio.owner}; delegates {delegates or 'none'}{exempt}"
    yield from standing_lines(portfolio.standing)
    for title, table in _tables(portfolio):
        if table.row_count:
            yield ""
            yield title
            yield table
    for one in portfolio.claims:
        yield (
            f"claim of {party(one.creditor)} on loan {one.loan} of {party(one.borrower)}:"
            f" {one.atoms} atoms of asset {one.asset} = {amount(one.value)}"
        )
    yield from _escrow_lines("has earned", portfolio.rewards)
    yield from _escrow_lines("pays", portfolio.held_rewards)
    yield from problem_lines(moment)


def _tables(portfolio: Portfolio) -> Iterator[tuple[str, Table]]:
    """What it has, what it has ordered, whom it faces, and what that is worth."""
    yield (
        "balances, in atoms of the asset",
        table_of(
            ("asset", "balance", "reserved", "free"),
            (
                (one.asset, one.atoms, one.reserved_atoms, one.free_atoms)
                for one in portfolio.balances
            ),
            (),
        ),
    )
    yield "orders", table_of(
        ("market", "asset", "kind", "order", "side", "price", "open lots", "flags"),
        (
            (one.market, one.asset, one.kind, one.order_id, one.side, one.price, one.open_lots,
             " ".join(["reduce only"] * one.reduce_only + ["expired"] * one.is_expired))
            for one in portfolio.orders
        ),
        ("kind", "side", "flags"),
    )  # fmt: skip
    yield "legs", table_of(
        ("market", "leg", "faces", "lots", "profit", "funding", "value"),
        (
            (one.market, one.leg, one.counterparty, f"{one.position_lots:+d}", one.profit_atoms,
             one.funding_atoms, amount(one.value))
            for one in portfolio.legs
        ),
        (),
    )  # fmt: skip
    head = (
        "loan",
        "asset",
        "faces",
        "principal",
        "rate",
        "due in",
        "provision",
        "haircut",
        "value",
    )
    yield (
        "loans; lent is positive, borrowed negative; provision and haircut in the asset",
        table_of(head, map(_loan_cells, portfolio.loans), ("due in",)),
    )
    yield "settlement debts; what others owe is positive", table_of(
        ("faces", "due", "overdue by", "value"),
        (
            (number(one.counterparty), one.due, clock(one.overdue_ms) if one.overdue_ms else "-",
             amount(one.value))
            for one in portfolio.debts
        ),
        ("overdue by",),
    )  # fmt: skip
    yield "what each asset is worth", table_of(
        ("asset", "mark", "holding", "position", "result", "equity", "initial", "maintenance"),
        (
            (one.asset, one.mark, amount(one.holding), one.position_lots, one.result_atoms,
             one.equity_atoms, one.initial_atoms, one.maintenance_atoms)
            for one in portfolio.assets
        ),
        (),
    )  # fmt: skip


def _loan_cells(held: LoanHeld) -> tuple[object, ...]:
    loan = held.loan
    principal = loan.principal_atoms if held.is_lent else -loan.principal_atoms
    due = f"overdue by {clock(loan.overdue_ms)}" if loan.overdue_ms else f"at {loan.due} ms"
    cost = "-" if held.is_lent else amount(held.provision)
    haircut = amount(held.haircut) if held.is_lent else "-"
    parts = (loan.loan, loan.asset, loan.counterparty, principal, loan.rate, due, cost, haircut)
    return *parts, amount(loan.value)


def _escrow_lines(what: str, escrows: Iterable[EscrowDump]) -> Iterator[str]:
    for one in escrows:
        yield (
            f"escrow {one.escrow}: it {what} a reward of {one.atoms} for the winding up of account"
            f" {one.target} by account {one.account}, claimable after {one.due} ms"
        )
