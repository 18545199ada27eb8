"""`tallystick trace`: the matrix for people, as JSON and as Markdown."""

import difflib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from attrs import asdict
from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tallystick.conformance.command_line import AsJson, fail
from tallystick.conformance.tracing.links import Kind
from tallystick.conformance.tracing.matrix import (
    Lack,
    Matrix,
    NoCheckoutError,
    Row,
    checkout_root,
    read_matrix,
    row_gaps,
    row_object,
)
from tallystick.conformance.tracing.trials import Sight, sample_trials, tagged_lines
from tallystick.conformance.verdicts import EXIT_CODES, USAGE_EXIT_CODE, Verdict

PIPED_WIDTH = 100
MARKDOWN_WIDTH = 200
_COUNTED = {"lines": Kind.LINE, "tests": Kind.TEST, "vectors": Kind.VECTOR, "faults": Kind.FAULT}


def trace(
    clause: Annotated[str, typer.Option(help="Everything about this one clause.")] = "",
    missing: Annotated[
        bool, typer.Option("--missing", help="Only what is missing, also what may be.")
    ] = False,
    markdown: Annotated[
        Path | None, typer.Option(help="Write the matrix to this file as Markdown.")
    ] = None,
    sample: Annotated[
        int, typer.Option(min=0, help="Leave out a tagged line of each of so many clauses.")
    ] = 0,
    seed: Annotated[int, typer.Option(min=0, help="The same seed, the same sample.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Trace every clause to the lines, contracts, tests, vectors and faults that are linked to it.

    Exit codes: 0 green, 1 gaps, 2 wrong usage, 5 no checkout, or one that cannot be read.
    """
    try:
        root = checkout_root()
        matrix = read_matrix(root)
    except NoCheckoutError as error:
        fail(str(error), EXIT_CODES[Verdict.UNSUPPORTED])
    except SyntaxError as error:
        fail(f"{error.filename}:{error.lineno}: {error.msg}", EXIT_CODES[Verdict.INCOMPLETE])
    if sample:
        gaps = _sample(matrix, sample, seed, as_json=as_json)
    elif clause:
        gaps = _one(matrix, root, clause, as_json=as_json)
    else:
        gaps = len(matrix.gaps)
        _all(matrix, markdown, with_table=not missing, as_json=as_json)
    raise typer.Exit(EXIT_CODES[Verdict.DIVERGED if gaps else Verdict.CONFORMANT])


def _all(matrix: Matrix, markdown: Path | None, *, with_table: bool, as_json: bool) -> None:
    if markdown is not None:
        console = Console(width=MARKDOWN_WIDTH, color_system=None)
        with console.capture() as captured:
            console.print(_table(matrix, box.MARKDOWN))
        rows = (line.rstrip() for line in captured.get().splitlines())
        summary = (f"    {line}" for line in _summary(matrix, with_missing=True))
        text = "\n".join(("# Every clause and what is linked to it", *rows, "", *summary))
        try:
            markdown.write_text(text + "\n", encoding="utf-8")
        except OSError as error:
            fail(f"cannot write {markdown}: {error.strerror}", USAGE_EXIT_CODE)
    if as_json:
        clauses = [row_object(row) for row in matrix.rows]
        typer.echo(json.dumps({"gaps": matrix.gaps, **matrix.counts(), "clauses": clauses}))
        return
    if with_table:
        width = None if sys.stdout.isatty() else PIPED_WIDTH
        Console(width=width).print(_table(matrix, box.SIMPLE_HEAD))
    for line in _summary(matrix, with_missing=not with_table):
        typer.echo(line)


def _table(matrix: Matrix, style: box.Box) -> Table:
    table = Table(box=style, padding=(0, 1, 0, 0), show_edge=style is box.MARKDOWN, expand=True)
    for name, width in (("clause", 7), ("force", 5), ("source", 8), ("since", 5), ("proof", 7)):
        table.add_column(name, width=width)
    for name in _COUNTED:
        table.add_column(name, width=len(name), justify="right")
    table.add_column("says", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in matrix.rows:
        clause, lacks = row.clause, set(row.lacks) - set(row.exempt)
        cells = [clause.id, clause.force, clause.source, clause.since, row.proof]
        for kind in _COUNTED.values():
            lack = Lack.LINE if kind is Kind.LINE else Lack.EVIDENCE
            is_gap = lack in lacks and kind is not Kind.FAULT
            cells.append("GAP" if is_gap else str(len(row.places[kind]) or "-"))
        says = " ".join(clause.text.partition(") ")[2].split()).replace("|", "")
        table.add_row(*(Text(cell) for cell in (*cells, says)))
    return table


def _summary(matrix: Matrix, *, with_missing: bool) -> Iterator[str]:
    """Counts, exemptions, if wanted what may be missing, and the gaps last."""
    yield f"clauses  {len(matrix.rows)}"
    for name, numbers in matrix.counts().items():
        yield f"{name:<8} " + ", ".join(f"{number} {word}" for word, number in numbers.items())
    exempt: dict[tuple[str, str], list[str]] = {}
    for row in matrix.rows:
        for lack, why in row.exempt.items():
            exempt.setdefault((lack, why), []).append(row.clause.id)
    for (lack, why), clauses in exempt.items():
        yield f"exempt   no {lack}: {', '.join(clauses)}. {why}"
    if with_missing:
        musts = [row for row in matrix.rows if row.clause.force == "MUST"]
        for kind in (Kind.TEST, Kind.VECTOR, Kind.FAULT):
            names = [row.clause.id for row in musts if not row.places[kind]]
            yield f"missing  {len(names)} MUSTs have no {kind}: {', '.join(names)}"
    for gap in matrix.gaps:
        yield f"gap      {gap}"
    yield f"verdict  {'green' if not matrix.gaps else f'{len(matrix.gaps)} gaps'}"


def _one(matrix: Matrix, root: Path, clause: str, *, as_json: bool) -> int:
    rows = {row.clause.id: row for row in matrix.rows}
    if clause not in rows:
        close = ", ".join(difflib.get_close_matches(clause.upper(), rows, n=5)) or "none"
        fail(f"unknown clause {clause!r}; close: {close}", USAGE_EXIT_CODE)
    typer.echo(json.dumps(row_object(rows[clause])) if as_json else _told(rows[clause], root))
    return len(list(row_gaps(rows[clause])))


def _told(row: Row, root: Path) -> str:
    lines = [str(row.clause.place), "", row.clause.text, "", f"proof: {row.proof}"]
    lines += [f"  {status:<10} {name}" for name, status in row.contracts.items()]
    for kind in Kind:
        lines.append(f"{kind}s: {len(row.places[kind])}")
        for place in row.places[kind]:
            lines.append(f"  {place}")
            if kind is Kind.LINE:
                code = (root / place.path).read_text(encoding="utf-8").splitlines()
                lines.append(f"      {code[place.line - 1].strip()}")
    lines += [f"exempt: no {lack}. {why}" for lack, why in row.exempt.items()]
    return "\n".join((*lines, *(f"gap: {gap}" for gap in row_gaps(row))))


def _sample(matrix: Matrix, size: int, seed: int, *, as_json: bool) -> int:
    trials = list(sample_trials(matrix, size, seed))
    number = {word: sum(trial.sight is word for trial in trials) for word in Sight}
    if as_json:
        told = {"seed": seed, "counts": number, "trials": [asdict(trial) for trial in trials]}
        typer.echo(json.dumps(told))
        return number[Sight.UNSEEN]
    for trial in trials:
        seen = f"{trial.sight}, {trial.vector}" if trial.vector else trial.sight
        typer.echo(f"{trial.clause}  {trial.place}\n    {trial.change[:120]}\n    {seen}")
    able = len({clause for clause, _place in tagged_lines(matrix)})
    told_numbers = ", ".join(f"{number[word]} {word}" for word in Sight)
    typer.echo(f"seed {seed}: {len(trials)} of {able} clauses tried: {told_numbers}")
    return number[Sight.UNSEEN]
