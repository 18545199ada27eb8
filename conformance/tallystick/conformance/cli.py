"""The command `tallystick`."""

import importlib.metadata
import json
import os
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from tallystick.conformance import targets
from tallystick.conformance.campaign import PROFILES as CAMPAIGN_PROFILES
from tallystick.conformance.campaign import WORLDS, campaign
from tallystick.conformance.checkers.log_cli import check_log_command
from tallystick.conformance.doctor import checks
from tallystick.conformance.examples.adapter_cli import init_adapter
from tallystick.conformance.examples.export import export as export_vectors
from tallystick.conformance.faults.cli import app as faults_app
from tallystick.conformance.flows.cli import app as flow_app
from tallystick.conformance.protocol.serve import serve as serve_frames
from tallystick.conformance.protocol.target import EXEC
from tallystick.conformance.report import (
    failure_lines,
    finding_object,
    report_lines,
    report_object,
)
from tallystick.conformance.reports.files import ReportFileError, ReportFiles, repeat_command
from tallystick.conformance.runner import Limits, compare
from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.suite import Failure, Plan, run_plan
from tallystick.conformance.suite import Progress as ToldProgress
from tallystick.conformance.targets import (
    FAULTY,
    TARGETS,
    UnknownTargetError,
    UnsupportedTargetError,
)
from tallystick.conformance.traces import TraceError, check_writable, read_trace
from tallystick.conformance.tracing.cli import trace as trace_clauses
from tallystick.conformance.vectors import (
    UnknownVectorError,
    VectorError,
    find_vector,
    load_vector,
    run_vector,
    vector_paths,
    vectors_digest,
)
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict
from tallystick.conformance.wire import encode_command
from tallystick.fast import describe
from tallystick.reference.types.choices import Profile

MOST_COMMANDS = 10_000_000
EXIT_CODES_TOLD = (
    "Exit codes: 0 conformant, 1 diverged, 2 wrong usage, 3 the engine crashed or answered"
    " nonsense, 4 it took too long, 5 incomplete or unsupported. What was not run never passes."
)


def _examples(*arguments: str) -> str:
    """The last words of a help page, one example a paragraph."""
    lines = (f"  tallystick {line}" for line in arguments)
    return "\n\n".join(("Examples:", *lines, EXIT_CODES_TOLD))


app = typer.Typer(
    name="tallystick",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Test an engine against the specification of a unified-margin exchange.",
    epilog=_examples("run fast", "doctor", "vectors ls --clause MAT-029"),
)
vectors_app = typer.Typer(no_args_is_help=True, help="List, show and verify the test vectors.")
app.add_typer(vectors_app, name="vectors")
app.add_typer(flow_app, name="flow")
app.add_typer(faults_app, name="faults")
app.command("check-log")(check_log_command)
app.command()(trace_clauses)
app.command("init-adapter")(init_adapter)
vectors_app.command("export")(export_vectors)

Target = Annotated[
    str,
    typer.Argument(
        metavar="TARGET", help=f"The engine: {', '.join(TARGETS)}, {FAULTY}<id>, {EXEC}<command>."
    ),
]
Seed = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="The same seed, the same commands.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object on stdout.")]
StepSeconds = Annotated[
    float, typer.Option(min=0.01, max=3600, help="How long one command may take.")
]


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
    epilog=_examples(
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
        bool, typer.Option("--vectors-only", help="No campaigns and no flow.")
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
    """Run all vectors, a seeded campaign of every profile and preset, and a generated flow."""
    with _errors():
        targets.check_target(target)
        profiles = _chosen("profile", profile, tuple(Profile))
        presets = _chosen("preset", preset, tuple(WORLDS))
        if trace_file is not None:
            check_writable(trace_file)
        files = ReportFiles(junit, html, repeat_command(context.params))
        files.check(trace_file)
        names = vector or [path.stem for path in vector_paths()]
        found = [find_vector(name) for name in dict.fromkeys(names)]
        campaigns = tuple(
            (one, two) for one in CAMPAIGN_PROFILES if one in profiles for two in presets
        )
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
        )
        if not (plan.vectors or plan.campaigns or plan.flow_commands):
            _fail("nothing to run", USAGE_EXIT_CODE)
        with _progress() as progress:
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
    epilog=_examples(
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
    with _errors():
        read = read_trace(trace)
        name = target or read.target
        if not target and name.startswith(EXEC):
            # A trace may come from anybody: the command line in it is not run unseen.
            _fail(f"the trace names {name!a}: give it with --target", USAGE_EXIT_CODE)
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


@app.command(epilog=_examples('run "exec:tallystick serve fast"'))
def serve(target: Target) -> None:
    """Be an engine of the protocol: read frames on stdin, answer them on stdout."""
    with _errors():
        targets.check_target(target)
        opener = partial(targets.open_engine, target)
        status = serve_frames(
            target, opener, sys.stdin.buffer, sys.stdout.buffer, partial(typer.echo, err=True)
        )
        raise typer.Exit(status)


@app.command("campaign", epilog=_examples("campaign spot/1 minimal --count 1000"))
def print_campaign(
    profile: Annotated[str, typer.Argument(help=f"One of {', '.join(CAMPAIGN_PROFILES)}.")],
    preset: Annotated[str, typer.Argument(help=f"One of {', '.join(WORLDS)}.")],
    seed: Seed = 1,
    count: Annotated[int, typer.Option(min=1, max=MOST_COMMANDS, help="How many.")] = 1000,
) -> None:
    """Print the commands of a campaign, one a line, to compare with a generator of your own."""
    with _errors():
        _expect("profile", profile, CAMPAIGN_PROFILES)
        _expect("preset", preset, tuple(WORLDS))
        for command in islice(campaign(seed, Profile(profile), preset), count):
            typer.echo(encode_command(command).decode())


@app.command()
def doctor() -> None:
    """Say what this installation has; exit code 5 if something is missing."""
    with _errors():
        found = list(checks())
        for check in found:
            typer.echo(f"{'ok ' if check.is_fine else 'BAD'} {check.name:<16} {check.text}")
        if not all(check.is_fine for check in found):
            raise typer.Exit(EXIT_CODES[Verdict.INCOMPLETE])


@vectors_app.command("ls")
def list_vectors(
    clause: Annotated[str, typer.Option(help="Only vectors of this clause.")] = "",
) -> None:
    """List id, clauses and title of every vector."""
    with _errors():
        for path in vector_paths():
            vector = load_vector(path)
            if clause in ("", *vector.clauses):
                typer.echo(f"{vector.id}  [{', '.join(vector.clauses)}]  {vector.title}")


@vectors_app.command("show")
def show_vector(name: Annotated[str, typer.Argument(help="The id of a vector.")]) -> None:
    """Print one vector as it stands in its file."""
    with _errors():
        typer.echo(json.dumps(find_vector(name).document, indent=1))


@vectors_app.command("verify")
def verify_vectors() -> None:
    """Check the form and arithmetic of every vector, and that the reference answers as it says."""
    with _errors():
        failed = 0
        for path in vector_paths():
            vector = load_vector(path)
            finding = run_vector(vector, partial(targets.open_engine, "reference"), Limits())
            if finding is not None:
                failed += 1
                for line in failure_lines(Failure(vector.case, finding)):
                    typer.echo(line)
        typer.echo(f"{len(vector_paths())} vectors, {failed} failed, sha256 {vectors_digest()}")
        raise typer.Exit(EXIT_CODES[Verdict.DIVERGED if failed else Verdict.CONFORMANT])


def _chosen(option: str, word: str, words: tuple[str, ...]) -> tuple[str, ...]:
    if word:
        _expect(option, word, words)
    return (word,) if word else words


def _expect(option: str, word: str, words: tuple[str, ...]) -> None:
    if word not in words:
        _fail(f"unknown {option} {word!r}; known: {', '.join(words)}", USAGE_EXIT_CODE)


def _fail(text: str, exit_code: int) -> NoReturn:
    typer.echo(f"error: {text}", err=True)
    raise typer.Exit(exit_code)


@contextmanager
def _errors() -> Iterator[None]:
    """Every refusal is one line on stderr and an exit code."""
    try:
        yield
    except (
        TraceError, ReportFileError, VectorError, UnknownTargetError, UnknownVectorError,
    ) as error:  # fmt: skip
        _fail(str(error), USAGE_EXIT_CODE)
    except UnsupportedTargetError as error:
        _fail(str(error), EXIT_CODES[Verdict.UNSUPPORTED])
    except KeyboardInterrupt:
        _fail("interrupted", EXIT_CODES[Verdict.INCOMPLETE])
    except BrokenPipeError:
        # Nobody reads any more; the interpreter would complain when it flushes at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(EXIT_CODES[Verdict.INCOMPLETE]) from None


@contextmanager
def _progress() -> Iterator[ToldProgress]:
    """A bar on stderr, if that is a terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("")
        yield lambda stage, done, total: bar.update(
            task, description=stage, completed=done, total=total
        )
