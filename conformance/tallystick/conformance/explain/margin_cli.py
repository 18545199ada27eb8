"""`tallystick explain margin`: how the RBV of an account comes about."""

import json
from pathlib import Path
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.command_line import AsJson, StepSeconds, errors, examples
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.margin_curve import curve_of
from tallystick.conformance.explain.margin_drawing import margin_svg
from tallystick.conformance.explain.margin_runs import MarginStory, explain_margin, find_margin_case
from tallystick.conformance.explain.margin_text import margin_lines
from tallystick.conformance.explain.options import Trace, print_lines, refusals, shown_name
from tallystick.conformance.explain.perp_cli import write_drawing
from tallystick.conformance.margin.certificate_json import certificate_object
from tallystick.conformance.runner import Limits
from tallystick.conformance.verdicts import EXIT_CODES, Verdict
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.units import AccountId, AssetId

EXAMPLE = "08-margin:1"
MARGIN_EXAMPLES = examples(
    f"explain margin {EXAMPLE}",
    f"explain margin {EXAMPLE} --step 14 --account 1 --svg valuation.svg",
    f"explain margin {EXAMPLE} --json | tallystick check-certificate -",
)


def explain_margin_command(
    trace: Trace,
    account: Annotated[
        int | None,
        typer.Option(min=1, help="The id of the account; by default the one that is valued."),
    ] = None,
    step: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="The command, counted from 1; by default the last that states an RBV.",
        ),
    ] = None,
    announced: Annotated[
        bool, typer.Option("--announced", help="By the announced risk values of all assets.")
    ] = False,
    before: Annotated[
        bool,
        typer.Option(
            "--before", help="For --json and --svg: the account before the command, not after it."
        ),
    ] = False,
    svg: Annotated[
        Path | None,
        typer.Option(help="Draw the value of the account at other prices into this SVG file."),
    ] = None,
    asset: Annotated[
        int | None,
        typer.Option(
            min=2, help="For --svg: the asset whose price moves; by default the one charged most."
        ),
    ] = None,
    range_permille: Annotated[
        int | None,
        typer.Option(
            "--range",
            min=10,
            max=1_000,
            help="For --svg: how far from the mark, in permille of it; by default 300 or more.",
        ),
    ] = None,
    target: Annotated[
        str, typer.Option("--target", "--engine", help="The engine that runs the commands.")
    ] = "reference",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Tell how the RBV of an account comes about, before and after one command.

    --json prints the certificate, which `tallystick check-certificate` adds up without an engine.
    """
    with errors(), refusals():
        targets.check_target(target)
        owner = None if account is None else AccountId(account)
        name, case, limits = shown_name(trace), find_margin_case(trace), Limits(step_seconds)
        story = explain_margin(
            name, case, target, limits, step=step, account=owner, is_announced=announced
        )
        if svg is not None:
            _draw(svg, story, asset, range_permille, is_before=before)
        if as_json:
            _print_json(story, is_before=before)
        else:
            print_lines(margin_lines(story))
        if story.differences:
            raise typer.Exit(EXIT_CODES[Verdict.DIVERGED])


def _print_json(story: MarginStory, *, is_before: bool) -> None:
    """The certificate; what differs goes to stderr, because a certificate has no place for it."""
    typer.echo(json.dumps(certificate_object(_certificate(story, is_before=is_before))))
    for problem in story.differences:
        typer.echo(f"different: {problem}", err=True)


def _draw(
    svg: Path, story: MarginStory, asset: int | None, range_permille: int | None, *, is_before: bool
) -> None:
    certificate = _certificate(story, is_before=is_before)
    curve = curve_of(certificate, None if asset is None else AssetId(asset), range_permille)
    write_drawing(svg, margin_svg(story, curve, "before" if is_before else "after"))
    typer.echo(f"wrote {svg}", err=True)


def _certificate(story: MarginStory, *, is_before: bool) -> Certificate:
    if not is_before:
        return story.after
    if story.before is None:
        text = f"account {story.account} is not there before command {story.number}"
        raise ExplainError(text)
    return story.before
