"""`tallystick explain`: loans and their states, perpetual futures, what accounts are worth."""

import json
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.command_line import AsJson, StepSeconds, errors, examples
from tallystick.conformance.explain.chapter import write_states
from tallystick.conformance.explain.lives import History, find_case, run_case
from tallystick.conformance.explain.margin_cli import MARGIN_EXAMPLES, explain_margin_command
from tallystick.conformance.explain.objects import life_object, list_object, machine_object
from tallystick.conformance.explain.options import (
    OnTarget,
    Trace,
    print_lines,
    refusals,
    shown_name,
)
from tallystick.conformance.explain.perp_cli import (
    FUNDING_EXAMPLES,
    NETWORK_EXAMPLES,
    POSITION_EXAMPLES,
    explain_funding_command,
    explain_network_command,
    explain_position_command,
)
from tallystick.conformance.explain.states import load_machine
from tallystick.conformance.explain.text import life_lines, list_lines, state_lines
from tallystick.conformance.explain.world_cli import (
    EXPOSURE_EXAMPLES,
    OPEN_EXAMPLES,
    PORTFOLIO_EXAMPLES,
    WHAT_IF_EXAMPLES,
    explain_exposure_command,
    explain_open_command,
    explain_portfolio_command,
    explain_what_if_command,
)
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import EXIT_CODES, Verdict
from tallystick.reference.types.units import AccountId, LoanId

VECTOR = "lnd-swap-to-a-higher-rate-with-hours-prepaid"

app = typer.Typer(
    no_args_is_help=True,
    help="Show what happened to loans and perpetual futures, what accounts are worth under stress,"
    " whom they face and what may be done about it, with all arithmetic.",
)

app.command("network", epilog=NETWORK_EXAMPLES)(explain_network_command)
app.command("position", epilog=POSITION_EXAMPLES)(explain_position_command)
app.command("funding", epilog=FUNDING_EXAMPLES)(explain_funding_command)
app.command("margin", epilog=MARGIN_EXAMPLES)(explain_margin_command)
app.command("open", epilog=OPEN_EXAMPLES)(explain_open_command)
app.command("exposure", epilog=EXPOSURE_EXAMPLES)(explain_exposure_command)
app.command("what-if", epilog=WHAT_IF_EXAMPLES)(explain_what_if_command)
app.command("portfolio", epilog=PORTFOLIO_EXAMPLES)(explain_portfolio_command)


@app.command("loan", epilog=examples(f"explain loan {VECTOR} --loan 2"))
def explain_loan(
    trace: Trace,
    loan: Annotated[int, typer.Option(min=1, help="The id of the loan.")],
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Tell the life of one loan: each event, its arithmetic, who paid whom, how it stands."""
    with errors(), refusals():
        history = _history(trace, target, step_seconds)
        if as_json:
            typer.echo(json.dumps(life_object(history, LoanId(loan))))
        else:
            print_lines(life_lines(history, LoanId(loan)))
        _end(history)


@app.command("loans", epilog=examples(f"explain loans {VECTOR} --account 3"))
def explain_loans(
    trace: Trace,
    account: Annotated[
        int | None, typer.Option(min=1, help="Only the loans of this account.")
    ] = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """List the loans that there are in the end: parties, due times, cost, which is due next."""
    with errors(), refusals():
        history = _history(trace, target, step_seconds)
        party = None if account is None else AccountId(account)
        if as_json:
            typer.echo(json.dumps(list_object(history, party)))
        else:
            print_lines(list_lines(history, party))
        _end(history)


@app.command("states", epilog=examples("explain states", "explain states --write"))
def explain_states(
    write: Annotated[
        bool,
        typer.Option("--write", help="Draw the diagrams of the spec anew from the table."),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Print the states of a loan and every transition between them, with its clause."""
    with errors(), refusals():
        machine = load_machine()
        if write:
            for path in write_states(machine):
                typer.echo(f"wrote {path}", err=True)
        if as_json:
            typer.echo(json.dumps(machine_object(machine)))
        elif not write:
            print_lines(state_lines(machine))


def _history(trace: str, target: str, step_seconds: float) -> History:
    targets.check_target(target)
    return run_case(shown_name(trace), find_case(trace), target, Limits(step_seconds))


def _end(history: History) -> None:
    """An engine whose loans are not what the rules give has diverged."""
    if history.differences:
        raise typer.Exit(EXIT_CODES[Verdict.DIVERGED])
