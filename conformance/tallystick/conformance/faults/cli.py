"""`tallystick faults`: wrong engines, and which of them the kit sees."""

import json
import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from tallystick.conformance.command_line import AsJson, expect, fail, progress_bar
from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.contracts import FailedToolError, MissingToolError
from tallystick.conformance.faults.fault import Fault
from tallystick.conformance.faults.faulty import (
    UnknownFaultError,
    fault_ids,
    find_fault,
    waiting_faults,
)
from tallystick.conformance.faults.methods import Sighting
from tallystick.conformance.faults.mutants import (
    Fate,
    Tried,
    all_mutants,
    known_survivors,
    sample,
    try_mutants,
)
from tallystick.conformance.faults.private_copy import module_names
from tallystick.conformance.faults.sightings import sightings_of
from tallystick.conformance.faults.strength import Strength, sound_vectors, strength_against
from tallystick.conformance.faults.table import table_lines, table_path
from tallystick.conformance.protocol.probes import PROBES
from tallystick.conformance.vectors import VectorError, vector_paths
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict

FORMAT = "tallystick-faults/1"
NOT_AS_IT_MUST_BE = 1

app = typer.Typer(
    no_args_is_help=True,
    help="Test the kit itself, with engines that are wrong on purpose.",
    epilog="A fault is a target too: `tallystick run faulty:m07`. Exit codes: 0 all was seen,"
    " 1 something was not, 2 wrong usage, 5 a tool that is asked failed.",
)

Ids = Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="By default all.")]


@app.command("ls")
def list_faults(
    clause: Annotated[str, typer.Option(help="Only faults of this clause.")] = "",
) -> None:
    """List id, clause, class and what the engine does; then the faults that wait."""
    for fault in map(find_fault, fault_ids()):
        if clause in ("", fault.clause):
            typer.echo(f"{fault.id:<5} {fault.clause}  {fault.fault_class:<12} {fault.does}")
    if not clause:
        for waiting in waiting_faults():
            typer.echo(f"{waiting.id:<5} waits    {waiting.does} {waiting.why}")


@app.command("show")
def show_fault(fault_id: Annotated[str, typer.Argument(metavar="ID")]) -> None:
    """Show one fault, and the lines of the reference that it changes."""
    with _errors():
        fault = find_fault(fault_id)
        typer.echo(f"{fault.id}  {fault.does}")
        typer.echo(f"clause  {fault.clause}")
        typer.echo(f"class   {fault.fault_class}")
        typer.echo(f"seen    {fault.seen}")
        if fault.beyond_vectors:
            typer.echo(f"beyond  {fault.beyond_vectors}")
        for change in fault.changes:
            typer.echo("\n".join(("", *_change_lines(change))))


@app.command("run", epilog="Example: `tallystick faults run m07 --all`.")
def run_faults(
    ids: Ids = None,
    find_all: Annotated[
        bool, typer.Option("--all", help="Run all vectors, not only until the first kill.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Run the vectors against faults: by which vectors of its clause is each one seen?

    A fault in what an engine reads and writes is shown to the probes of the protocol instead;
    `tallystick probe faulty:a06 cnf-unknown-key` repeats one.
    """
    with _errors():
        began = time.monotonic()
        strengths = _strengths(ids, find_all=find_all)
        seconds = time.monotonic() - began
        if as_json:
            typer.echo(json.dumps(_run_object(strengths, seconds)))
        else:
            for strength in strengths:
                typer.echo(_strength_line(strength))
            killed = sum(strength.is_killed for strength in strengths)
            beyond = sum(bool(strength.fault.beyond_vectors) for strength in strengths)
            typer.echo(
                f"{killed} of {len(strengths)} faults killed by {len(sound_vectors())} vectors and"
                f" {len(PROBES)} probes,"
                f" {beyond} beyond them, {len(waiting_faults())} wait; {seconds:.1f} s"
            )
        if not all(strength.is_as_it_must_be for strength in strengths) or _has_unsound_vectors():
            raise typer.Exit(NOT_AS_IT_MUST_BE)


@app.command("table")
def print_table(
    ids: Ids = None,
    commands: Annotated[
        int, typer.Option(min=1, help="Commands for all but vectors and CrossHair.")
    ] = 10_000,
    write: Annotated[
        bool, typer.Option("--write", help="Write spec/rationale/strength.md instead; all faults.")
    ] = False,
    jobs: Annotated[
        int, typer.Option(min=1, help="Worker processes; by default one a core.")
    ] = os.cpu_count() or 1,
) -> None:
    """Say which method sees which fault, as a Markdown table; takes an hour for all faults."""
    with _errors():
        if write and ids:
            fail("--write takes no ids", USAGE_EXIT_CODE)
        strengths = _strengths(ids, find_all=False)
        sightings = _sightings(strengths, commands, jobs)
        text = "\n".join(table_lines(strengths, sightings, commands))
        if write:
            table_path().write_text(text + "\n", encoding="utf-8")
        else:
            typer.echo(text)


@app.command("mutants", epilog="Example: `tallystick faults mutants --module walk`.")
def run_mutants(
    module: Annotated[str, typer.Option(help="Only this module of the reference.")] = "",
    count: Annotated[int, typer.Option(min=0, help="Only so many, drawn by the seed.")] = 0,
    seed: Annotated[int, typer.Option(min=0)] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON object a mutant, one a line, on stdout.")
    ] = False,
) -> None:
    """Run the vectors against small changes of the reference; print those that are not killed."""
    with _errors():
        if module:
            expect("module", module, tuple(module_names()))
        mutants = [mutant for mutant in all_mutants() if module in ("", mutant.module)]
        if count:
            mutants = sample(mutants, count, seed)
        known = {survivor.key: survivor.why for survivor in known_survivors()}
        began, fates, unexplained = time.monotonic(), Counter[Fate](), 0
        for tried in try_mutants(mutants, sound_vectors()):
            fates[tried.fate] += 1
            why = known.get(tried.mutant.key, "")
            unexplained += tried.fate is Fate.SURVIVED and not why
            if as_json:
                typer.echo(json.dumps(_tried_object(tried, why)))
            elif tried.fate is not Fate.KILLED:
                typer.echo("\n".join(_tried_lines(tried, why)))
        if not as_json:
            percent = 100 * fates[Fate.KILLED] / max(1, len(mutants))
            told = ", ".join(f"{fates[fate]} {fate}" for fate in Fate)
            typer.echo(
                f"{len(mutants)} mutants: {told}; {percent:.1f} % killed, {unexplained} survivors"
                f" without a reason; {time.monotonic() - began:.1f} s"
            )
        if unexplained:
            raise typer.Exit(NOT_AS_IT_MUST_BE)


def _strengths(ids: list[str] | None, *, find_all: bool) -> list[Strength]:
    faults = [find_fault(fault_id) for fault_id in ids or fault_ids()]
    return [strength_against(fault, sound_vectors(), find_all=find_all) for fault in faults]


def _sightings(strengths: list[Strength], commands: int, jobs: int) -> list[Sighting]:
    found: list[Sighting] = []
    faults = [strength.fault for strength in strengths]
    with progress_bar() as tell:
        for sighting in sightings_of(faults, commands, jobs):
            found.append(sighting)
            tell("faults", len(found), len(faults))
    return found


def _has_unsound_vectors() -> bool:
    """Whether the reference fails a vector, which then can kill nothing."""
    return len(sound_vectors()) < len(vector_paths())


def _strength_line(strength: Strength) -> str:
    fault = strength.fault
    if strength.kills:
        text = f"killed by {', '.join(strength.kills)}"
    elif fault.beyond_vectors:
        text = f"beyond the vectors: {fault.beyond_vectors}"
    elif strength.others:
        text = f"SURVIVED; seen only by vectors of other clauses: {', '.join(strength.others)}"
    else:
        text = "SURVIVED"
    if strength.failures:
        text += f"; crashed or endless on {len(strength.failures)}"
    return f"{fault.id:<5} {fault.clause}  {text}"


def _run_object(strengths: list[Strength], seconds: float) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "faults": [
            {
                **_fault_object(strength.fault),
                "killed": strength.is_killed,
                "kills": strength.kills,
                "others": strength.others,
                "failures": strength.failures,
            }
            for strength in strengths
        ],
        "killed": sum(strength.is_killed for strength in strengths),
        "waiting": [waiting.id for waiting in waiting_faults()],
        "seconds": round(seconds, 1),
    }


def _fault_object(fault: Fault) -> dict[str, str]:
    return {
        "id": fault.id,
        "clause": fault.clause,
        "class": fault.fault_class,
        "seen": fault.seen,
        "does": fault.does,
        "beyond_vectors": fault.beyond_vectors,
    }


def _tried_object(tried: Tried, why: str) -> dict[str, Any]:
    mutant = tried.mutant
    return {
        "module": mutant.module,
        "scope": mutant.scope,
        "line": mutant.line,
        "was": mutant.was,
        "now": mutant.now,
        "nth": mutant.nth,
        "fate": str(tried.fate),
        "vector": tried.vector,
        "why": why,
    }


def _tried_lines(tried: Tried, why: str) -> Iterator[str]:
    mutant = tried.mutant
    yield f"{tried.fate} {mutant.module}.py:{mutant.line} in {mutant.scope or 'the module'}"
    yield f"  - {mutant.was}"
    if mutant.now:
        yield f"  + {mutant.now}"
    if tried.fate is Fate.SURVIVED:
        yield f"  {why or 'no reason is known: a vector may be missing'}"


def _change_lines(change: Change) -> Iterator[str]:
    yield change.where
    for sign, text in (("-", change.old), ("+", change.new)):
        yield from (f"  {sign} {line}" for line in text.splitlines())


@contextmanager
def _errors() -> Iterator[None]:
    try:
        yield
    except (UnknownFaultError, VectorError, MissingToolError) as error:
        fail(str(error), USAGE_EXIT_CODE)
    except FailedToolError as error:
        fail(str(error), EXIT_CODES[Verdict.INCOMPLETE])
