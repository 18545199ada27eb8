"""`tallystick probe`: what an engine behind a pipe must refuse, and its frame boundaries."""

import json
from functools import partial
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.command_line import (
    AsJson,
    Seed,
    StepSeconds,
    Target,
    errors,
    examples,
    expect,
    fail,
    progress_bar,
)
from tallystick.conformance.protocol.probes import PROBES, UnknownProbeError, find_probe
from tallystick.conformance.protocol.target import EXEC
from tallystick.conformance.report import report_lines, report_object
from tallystick.conformance.runner import Limits
from tallystick.conformance.suite import Plan, run_plan
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE
from tallystick.reference.types.choices import Profile

PROBE_EXAMPLES = examples(
    "probe --list", 'probe "exec:./engine"', "probe faulty:a06 cnf-unknown-key --json"
)


def _tell_probes(wanted: bool) -> None:
    if wanted:
        for probe in PROBES:
            typer.echo(f"{probe.id:<28} {probe.clause}  {probe.does}")
        raise typer.Exit


def probe(
    target: Target,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID]...", help="By default all probes.")
    ] = None,
    profile: Annotated[
        str, typer.Option(help="Of the venues; by default the first that the engine offers.")
    ] = "",
    seed: Seed = 1,
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
    list_all: Annotated[
        bool,
        typer.Option(
            "--list",
            is_eager=True,
            callback=_tell_probes,
            help="List id, clause, and what an engine does wrong that a probe finds.",
        ),
    ] = False,
) -> None:
    """Send an engine behind a pipe what it must refuse, and one campaign in two groupings.

    The probes of CNF-144, which `run` makes too.
    """
    del list_all
    with errors():
        if targets.pipe_of(target) is None:
            fail(f"{target!r} is no engine behind a pipe; try {EXEC}COMMAND", USAGE_EXIT_CODE)
        if profile:
            expect("profile", profile, tuple(Profile))
        try:
            probes = tuple(map(find_probe, dict.fromkeys(ids))) if ids else PROBES
        except UnknownProbeError as error:
            fail(str(error), USAGE_EXIT_CODE)
        plan = Plan(
            target=target,
            vectors=(),
            campaigns=(),
            commands_per_campaign=0,
            flow_commands=0,
            seed=seed,
            limits=Limits(step_seconds),
            is_whole=False,
            probes=probes,
            probed_profile=Profile(profile) if profile else None,
        )
        with progress_bar() as progress:
            report = run_plan(plan, partial(targets.open_engine, target), progress)
        if as_json:
            typer.echo(json.dumps(report_object(report)))
        else:
            for line in report_lines(report):
                typer.echo(line)
        raise typer.Exit(EXIT_CODES[report.verdict])
