"""`tallystick explain open`, `exposure`, `what-if` and `portfolio`: whom one faces (LIQ-045)."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from tallystick.conformance import targets
from tallystick.conformance.command_line import AsJson, StepSeconds, errors, examples
from tallystick.conformance.explain.actions import possible
from tallystick.conformance.explain.exposure_drawing import exposure_svg
from tallystick.conformance.explain.exposure_text import exposure_told, what_if_told
from tallystick.conformance.explain.exposures import exposure_of
from tallystick.conformance.explain.open_accounts import open_view
from tallystick.conformance.explain.options import OnTarget, Trace, refusals, shown_name
from tallystick.conformance.explain.perp_cli import write_drawing
from tallystick.conformance.explain.plain_objects import fields_object, head_object
from tallystick.conformance.explain.portfolio import portfolio_of
from tallystick.conformance.explain.standing_text import open_told, portfolio_told
from tallystick.conformance.explain.what_if import read_batch, what_if
from tallystick.conformance.explain.world_runs import (
    Moment,
    Wanted,
    find_liquidated_case,
    find_valued_case,
    has_contract,
    moment_of,
)
from tallystick.conformance.explain.world_text import Told, print_told
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import EXIT_CODES, Case, Verdict
from tallystick.reference import views
from tallystick.reference.state import State
from tallystick.reference.types.units import AccountId

EXAMPLE = "liq-who-owes-and-is-owed-claims-the-difference"
LOANS = "liq-loans-in-a-close-out"
FIELDS: Mapping[str, str] = {
    "open": "account_count; open_accounts, each with standing, is_below_zero, liquidate (ending:"
    " sound, progress, no_progress, rejected or no_caller; command, reason, reward_atoms, after,"
    " events), bankruptcy (is_possible, command with the least loss, reason, estate_atoms,"
    " claims_atoms, losses)",
    "exposure": "standing, is_owed_atoms, owes_atoms; facing, each with counterparty (0 is the"
    " treasury), net_atoms, worst_atoms, net, kinds, worst_pieces, legs, debts, loans, claims,"
    " standing, elsewhere; possible, for each counterparty its actions (what, clause, by, command,"
    " outcome, and the net_atoms, initial_atoms and maintenance_atoms left) and refusals",
    "what-if": "batch, outcome, events, before and, if it is accepted, after: each as exposure"
    " prints it, without possible",
    "portfolio": "owner, delegates, is_fee_exempt, standing, balances, orders, legs, loans,"
    " claims, debts, rewards, held_rewards, assets",
}
"""What the JSON object of each command has beside its head."""
COMMON = (
    "Keys of all --json objects: format, source, target, command_number, command, now, differences."
    " A standing has account, is_sound, initial_atoms, maintenance_atoms, equity_atoms,"
    " net_worth_atoms, base_atoms, free_atoms, overdue_loans, overdue_debts, stale_assets."
    " Numbers are strings as on the wire,"
    " exact fractions objects of numerator and denominator."
)


def _epilog(command: str, *arguments: str) -> str:
    words = f"{examples(*arguments)}\n\n{COMMON}"
    return f"{words}\n\nKeys of this command: {FIELDS[command]}."


OPEN_EXAMPLES = _epilog("open", f"explain open {EXAMPLE}", "explain open liq-overdue-and-rolled")
EXPOSURE_EXAMPLES = _epilog(
    "exposure",
    f"explain exposure {EXAMPLE} --account 1 --svg exposure.svg",
    f"explain exposure {LOANS} --account 1 --json",
)
WHAT_IF_EXAMPLES = _epilog(
    "what-if",
    f"explain what-if {EXAMPLE} --account 3 --batch batch.jsonl",
    'where batch.jsonl has the line {"type": "true_up", "counterparty": "1", "market": "2"}',
)
PORTFOLIO_EXAMPLES = _epilog("portfolio", f"explain portfolio {LOANS} --account 1")

Step = Annotated[
    int | None,
    typer.Option(
        min=1,
        help="The command behind which the state is shown, counted from 1; by default the last"
        " that leaves something of the kind, or the last of all.",
    ),
]
OfAccount = Annotated[int, typer.Option("--account", min=1, help="The id of the account.")]


def explain_open_command(
    trace: Trace,
    step: Step = None,
    caller: Annotated[
        int | None,
        typer.Option(
            min=1, help="The account that would call liquidate; by default the first sound one."
        ),
    ] = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """List the accounts open to liquidation: why, and what a call would do now.

    liquidate, with the most work, and declare_bankruptcy are tried on a copy of the state.
    """
    with errors(), refusals():
        moment = _moment(
            trace, find_liquidated_case(trace), target, step_seconds, step, _is_any_open
        )
        view = open_view(moment, None if caller is None else AccountId(caller))
        _print(moment, open_told(moment, view), fields_object(view), as_json=as_json)


def explain_exposure_command(
    trace: Trace,
    account: OfAccount,
    step: Step = None,
    svg: Annotated[Path | None, typer.Option(help="Draw who owes whom into this SVG file.")] = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Show whom an account faces: what each owes it, how sound each is, what may be done now.

    Each counterparty is shown at the marks and at the worst piece of each asset. Every action named
    was tried on a copy of the state, and is printed as the command to send.
    """
    with errors(), refusals():
        owner = AccountId(account)
        moment = _moment(
            trace, find_valued_case(trace), target, step_seconds, step,
            lambda state: has_contract(state, owner),
        )  # fmt: skip
        view = exposure_of(moment, owner)
        about = possible(moment, view)
        if svg is not None:
            write_drawing(svg, exposure_svg(moment, view))
            typer.echo(f"wrote {svg}", err=True)
        plain = {**fields_object(view), "possible": [fields_object(one) for one in about]}
        _print(moment, exposure_told(moment, view, about), plain, as_json=as_json)


def explain_what_if_command(
    trace: Trace,
    account: OfAccount,
    batch: Annotated[
        str,
        typer.Option(
            metavar="FILE",
            help="Commands of a batch, one JSON object a line; - is standard input. Left out,"
            " signer is the owner and account the account.",
        ),
    ],
    step: Step = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Show what a batch would leave of an account: whom it faces, its RBV, or why it is rejected.

    Nothing is applied. A batch that would be rejected is an answer too: the exit code is 0.
    """
    with errors(), refusals():
        owner = AccountId(account)
        moment = _moment(
            trace, find_valued_case(trace), target, step_seconds, step,
            lambda state: has_contract(state, owner),
        )  # fmt: skip
        told = what_if(moment, owner, read_batch(moment, owner, batch))
        _print(moment, what_if_told(moment, told), fields_object(told), as_json=as_json)


def explain_portfolio_command(
    trace: Trace,
    account: OfAccount,
    step: Step = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Show the whole portfolio of an account: what it has, owes, is owed and has ordered.

    With what it is worth at the marks and under stress; by default behind the last command.
    """
    with errors(), refusals():
        case = find_valued_case(trace)
        moment = _moment(trace, case, target, step_seconds, step, lambda _state: True)
        portfolio = portfolio_of(moment, AccountId(account))
        told = portfolio_told(moment, portfolio)
        _print(moment, told, fields_object(portfolio), as_json=as_json)


def _is_any_open(state: State) -> bool:
    return bool(views.open_accounts(state))


def _moment(
    trace: str, case: Case, target: str, step_seconds: float, step: int | None, wanted: Wanted
) -> Moment:
    targets.check_target(target)
    return moment_of(shown_name(trace), case, target, Limits(step_seconds), step, wanted)


def _print(
    moment: Moment, told: Iterable[Told], plain: Mapping[str, Any], *, as_json: bool
) -> None:
    """An engine whose state is not what the rules give has diverged."""
    if as_json:
        typer.echo(json.dumps({**head_object(moment), **plain}))
    else:
        print_told(told)
    if moment.differences:
        raise typer.Exit(EXIT_CODES[Verdict.DIVERGED])
