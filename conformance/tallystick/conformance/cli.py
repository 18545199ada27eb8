"""The command `tallystick`."""

import importlib.metadata
import json
import sys
import traceback
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.bench.cli import EPILOG as BENCH_EPILOG
from tallystick.conformance.bench.cli import bench
from tallystick.conformance.campaign.choosing import chosen_campaigns
from tallystick.conformance.campaign.cli import app as campaign_app
from tallystick.conformance.checkers.log_cli import check_log_command
from tallystick.conformance.command_line import (
    MOST_COMMANDS,
    AsJson,
    Seed,
    StepSeconds,
    Target,
    errors,
    examples,
    fail,
    progress_bar,
)
from tallystick.conformance.doctor import checks
from tallystick.conformance.examples.adapter_cli import init_adapter
from tallystick.conformance.explain.cli import app as explain_app
from tallystick.conformance.faults.cli import app as faults_app
from tallystick.conformance.faults.serving import serve_target
from tallystick.conformance.flows.cli import app as flow_app
from tallystick.conformance.margin.check_cli import CHECK_EPILOG, check_certificate_command
from tallystick.conformance.protocol.probe_cli import PROBE_EXAMPLES, probe
from tallystick.conformance.protocol.probes import PROBES
from tallystick.conformance.protocol.target import EXEC
from tallystick.conformance.report import (
    failure_lines,
    finding_object,
    report_lines,
    report_object,
)
from tallystick.conformance.reports.files import ReportFiles, repeat_command
from tallystick.conformance.runner import Limits, compare
from tallystick.conformance.scenarios.cli import app as scenario_app
from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.suite import Failure, Plan, run_plan
from tallystick.conformance.traces import check_writable, read_trace
from tallystick.conformance.tracing.cli import trace as trace_clauses
from tallystick.conformance.vectors import find_vector, vector_paths, vectors_digest
from tallystick.conformance.vectors_cli import app as vectors_app
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict
from tallystick.fast import describe
from tallystick.reference.types.choices import Profile

app = typer.Typer(
    name="tallystick",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Test an engine against the specification of a unified-margin exchange.",
    epilog=examples("run fast", "doctor", "vectors ls --clause MAT-029"),
)
app.add_typer(vectors_app, name="vectors")
app.add_typer(campaign_app, name="campaign")
app.add_typer(flow_app, name="flow")
app.add_typer(scenario_app, name="scenario")
app.add_typer(explain_app, name="explain")
app.add_typer(faults_app, name="faults")
app.command("check-log")(check_log_command)
app.command("check-certificate", epilog=CHECK_EPILOG)(check_certificate_command)
app.command()(trace_clauses)
app.command("init-adapter")(init_adapter)
app.command(epilog=PROBE_EXAMPLES)(probe)
app.command(epilog=BENCH_EPILOG)(bench)


def main() -> None:
    """Entry point of the console script."""
    try:
        app()
    except KeyboardInterrupt:
        sys.exit(EXIT_CODES[Verdict.INCOMPLETE])
    except Exception:
        # Not the engine's fault, and not 1, which would say that it diverged.
        traceback.print_exc()
        typer.echo("error: the kit itself failed; please report it", err=True)
        sys.exit(EXIT_CODES[Verdict.INCOMPLETE])


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tallystick {importlib.metadata.version('tallystick')}")
        typer.echo(f"spec {SPEC_VERSION}")
        typer.echo(f"vectors {len(vector_paths())}, sha256 {vectors_digest()}")
        typer.echo(f"fast engine: {describe()}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            is_eager=True,
            callback=_tell_version,
            help="Say which spec, vectors and engine these are.",
        ),
    ] = False,
) -> None:
    """Test an engine against the specification of a unified-margin exchange."""
    del version


@app.command(
    epilog=examples(
        "run fast",
        "run fast:interpreted --profile match/1 --seed 7 --commands 1000000",
        "run fast --vectors-only --json",
    )
)
def run(
    context: typer.Context,
    target: Target,
    profile: Annotated[str, typer.Option(help="Only this profile.")] = "",
    preset: Annotated[str, typer.Option(help="Only campaigns of this preset.")] = "",
    seed: Seed = 1,
    commands: Annotated[
        int, typer.Option(min=0, max=MOST_COMMANDS, help="Commands of each campaign; 0 for none.")
    ] = 20_000,
    flow_commands: Annotated[
        int, typer.Option(min=0, max=MOST_COMMANDS, help="Commands of the flow; 0 for none.")
    ] = 20_000,
    vector: Annotated[
        list[str] | None, typer.Option(help="Only this vector; may be given several times.")
    ] = None,
    vectors_only: Annotated[
        bool, typer.Option("--vectors-only", help="No probes, no campaigns and no flow.")
    ] = False,
    hits: Annotated[
        bool, typer.Option("--hits", help="Count every reason, event and cause.")
    ] = False,
    as_json: AsJson = False,
    trace_file: Annotated[
        Path | None, typer.Option(help="Where a finding goes; by default a new file here.")
    ] = None,
    junit: Annotated[
        Path | None, typer.Option(help="Also write the report as JUnit XML there.")
    ] = None,
    html: Annotated[
        Path | None, typer.Option(help="Also write the report as one HTML page there.")
    ] = None,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Run all vectors, a seeded campaign of every profile and preset, and a generated flow.

    An engine behind a pipe is also probed with what it must refuse: see `tallystick probe`.
    """
    with errors():
        targets.check_target(target)
        campaigns = chosen_campaigns(profile, preset, targets.profiles_of(target))
        profiles = (Profile(profile),) if profile else targets.profiles_of(target)
        if trace_file is not None:
            check_writable(trace_file)
        files = ReportFiles(junit, html, repeat_command(context.params))
        files.check(trace_file)
        names = vector or [path.stem for path in vector_paths()]
        found = [find_vector(name) for name in dict.fromkeys(names)]
        if vectors_only:
            commands, flow_commands = 0, 0
        if Profile.SPOT_1 not in profiles or preset:
            flow_commands = 0
        plan = Plan(
            target=target,
            vectors=tuple(one for one in found if vector or one.case.profile in profiles),
            campaigns=campaigns if commands else (),
            commands_per_campaign=commands,
            flow_commands=flow_commands,
            seed=seed,
            limits=Limits(step_seconds),
            trace_path=trace_file,
            is_whole=not (profile or preset or vector) and commands > 0 and flow_commands > 0,
            probes=PROBES if targets.pipe_of(target) is not None and not vectors_only else (),
            probed_profile=Profile(profile) if profile else None,
        )
        if not (plan.vectors or plan.campaigns or plan.flow_commands):
            fail("nothing to run", USAGE_EXIT_CODE)
        with progress_bar() as progress:
            report = run_plan(plan, partial(targets.open_engine, target), progress)
        unwritten = list(files.write(report))
        if as_json:
            typer.echo(json.dumps(report_object(report)))
        else:
            for line in report_lines(report, with_hits=hits):
                typer.echo(line)
        for problem in unwritten:
            typer.echo(f"error: {problem}", err=True)
        verdict = report.verdict
        if unwritten and verdict is Verdict.CONFORMANT:
            verdict = Verdict.INCOMPLETE
        raise typer.Exit(EXIT_CODES[verdict])


@app.command(
    epilog=examples(
        "replay tallystick-fast-MAT-029.json",
        "replay tallystick-fast-MAT-029.json --target reference --json",
    )
)
def replay(
    trace: Annotated[Path, typer.Argument(help="A trace file, as `run` writes it.")],
    target: Annotated[str, typer.Option(help="Another engine than the trace names.")] = "",
    as_json: AsJson = False,
    step_seconds: StepSeconds = 10.0,
) -> None:
    """Run the commands of a trace on an engine beside the reference."""
    with errors():
        read = read_trace(trace)
        name = target or read.target
        if not target and name.startswith(EXEC):
            # A trace may come from anybody: the command line in it is not run unseen.
            fail(f"the trace names {name!a}: give it with --target", USAGE_EXIT_CODE)
        targets.check_target(name)
        opener = partial(targets.open_engine, name)
        finding = compare(read.case, opener, Limits(step_seconds))
        verdict = finding.verdict if finding else Verdict.CONFORMANT
        if as_json:
            answer = {
                "verdict": verdict,
                "exit_code": EXIT_CODES[verdict],
                "target": name,
                "commands": len(read.case.commands),
                "finding": finding_object(finding) if finding else None,
            }
            typer.echo(json.dumps(answer))
        else:
            for line in failure_lines(Failure(read.case, finding)) if finding else ():
                typer.echo(line)
            typer.echo(f"verdict     {verdict}, {len(read.case.commands)} commands on {name}")
        raise typer.Exit(EXIT_CODES[verdict])


@app.command(epilog=examples('run "exec:tallystick serve fast"'))
def serve(target: Target) -> None:
    """Be an engine of the protocol: read frames on stdin, answer them on stdout."""
    with errors():
        complain = partial(typer.echo, err=True)
        status = serve_target(target, sys.stdin.buffer, sys.stdout.buffer, complain)
        raise typer.Exit(status)


@app.command()
def doctor() -> None:
    """Say what this installation has; exit code 5 if something is missing."""
    with errors():
        found = list(checks())
        for check in found:
            typer.echo(f"{'ok ' if check.is_fine else 'BAD'} {check.name:<16} {check.text}")
        if not all(check.is_fine for check in found):
            raise typer.Exit(EXIT_CODES[Verdict.INCOMPLETE])
