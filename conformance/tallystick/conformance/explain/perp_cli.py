"""`tallystick explain network`, `position` and `funding`: perpetual futures."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.command_line import AsJson, StepSeconds, errors, examples
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.funding_ticks import explain_funding
from tallystick.conformance.explain.network import explain_network
from tallystick.conformance.explain.network_drawing import network_svg
from tallystick.conformance.explain.network_text import network_lines
from tallystick.conformance.explain.options import (
    OnTarget,
    Trace,
    print_lines,
    refusals,
    shown_name,
)
from tallystick.conformance.explain.perp_objects import (
    funding_object,
    network_object,
    standing_object,
)
from tallystick.conformance.explain.perp_runs import find_perp_case
from tallystick.conformance.explain.perp_text import funding_lines, standing_lines
from tallystick.conformance.explain.positions import explain_position
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import EXIT_CODES, Verdict
from tallystick.reference.types.units import AccountId, MarketId

EXAMPLE = "06-perpetuals:1"
NETWORK_EXAMPLES = examples(
    f"explain network {EXAMPLE}", f"explain network {EXAMPLE} --step 15 --svg first-trade.svg"
)
POSITION_EXAMPLES = examples(f"explain position {EXAMPLE} --account 1")
FUNDING_EXAMPLES = examples("explain funding TRACE --market 2 --json")

OfMarket = Annotated[
    int | None,
    typer.Option("--market", min=1, help="The perpetual market; by default the one in question."),
]


def explain_network_command(
    trace: Trace,
    step: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="The command, counted from 1; by default the last that trades in a perpetual"
            " market.",
        ),
    ] = None,
    market: OfMarket = None,
    svg: Annotated[
        Path | None,
        typer.Option(help="Draw the network before and after the command into this SVG file."),
    ] = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Show who faces whom before and after one command: legs, payments, everybody's wealth."""
    with errors(), refusals():
        targets.check_target(target)
        case = find_perp_case(trace)
        network = explain_network(
            shown_name(trace),
            case,
            target,
            Limits(step_seconds),
            step=step,
            market=None if market is None else MarketId(market),
        )
        if svg is not None:
            write_drawing(svg, network_svg(network))
            typer.echo(f"wrote {svg}", err=True)
        if as_json:
            typer.echo(json.dumps(network_object(network)))
        else:
            print_lines(network_lines(network))
        _end(network.differences)


def explain_position_command(
    trace: Trace,
    account: Annotated[int, typer.Option(min=1, help="The id of the account.")],
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Tell how an account stands in the end: legs and counterparties, funding, debts, wealth."""
    with errors(), refusals():
        targets.check_target(target)
        standing = explain_position(
            shown_name(trace),
            find_perp_case(trace),
            target,
            Limits(step_seconds),
            AccountId(account),
        )
        if as_json:
            typer.echo(json.dumps(standing_object(standing)))
        else:
            print_lines(standing_lines(standing))


def explain_funding_command(
    trace: Trace,
    market: OfMarket = None,
    target: OnTarget = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Tell how each tick came to its rate and index, and what all of them come to."""
    with errors(), refusals():
        targets.check_target(target)
        story = explain_funding(
            shown_name(trace),
            find_perp_case(trace),
            target,
            Limits(step_seconds),
            None if market is None else MarketId(market),
        )
        if as_json:
            typer.echo(json.dumps(funding_object(story)))
        else:
            print_lines(funding_lines(story))
        _end(story.differences)


def write_drawing(path: Path, drawing: str) -> None:
    """Write an SVG file over nothing but another; ExplainError."""
    try:
        if path.exists() and not path.read_bytes().startswith((b"<svg", b"<?xml")):
            raise ExplainError(f"{path} exists and is no drawing, so it is kept")
        path.write_text(drawing, encoding="utf-8")
    except OSError as error:
        raise ExplainError(f"cannot write {path}: {error.strerror}") from error


def _end(differences: Sequence[str]) -> None:
    """An engine whose answers are not what the rules give has diverged."""
    if differences:
        raise typer.Exit(EXIT_CODES[Verdict.DIVERGED])
