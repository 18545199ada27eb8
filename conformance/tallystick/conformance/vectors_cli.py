"""`tallystick vectors`: list, show, verify and export the test vectors."""

import json
from functools import partial
from typing import Annotated

import typer

from tallystick.conformance import targets
from tallystick.conformance.command_line import errors
from tallystick.conformance.examples.export import export
from tallystick.conformance.report import failure_lines
from tallystick.conformance.runner import Limits
from tallystick.conformance.suite import Failure
from tallystick.conformance.vectors import (
    find_vector,
    load_vector,
    run_vector,
    vector_paths,
    vectors_digest,
)
from tallystick.conformance.verdicts import EXIT_CODES, Verdict

app = typer.Typer(no_args_is_help=True, help="List, show and verify the test vectors.")
app.command("export")(export)


@app.command("ls")
def list_vectors(
    clause: Annotated[str, typer.Option(help="Only vectors of this clause.")] = "",
) -> None:
    """List id, clauses and title of every vector."""
    with errors():
        for path in vector_paths():
            vector = load_vector(path)
            if clause in ("", *vector.clauses):
                typer.echo(f"{vector.id}  [{', '.join(vector.clauses)}]  {vector.title}")


@app.command("show")
def show_vector(name: Annotated[str, typer.Argument(help="The id of a vector.")]) -> None:
    """Print one vector as it stands in its file."""
    with errors():
        typer.echo(json.dumps(find_vector(name).document, indent=1))


@app.command("verify")
def verify_vectors() -> None:
    """Check the form and arithmetic of every vector, and that the reference answers as it says."""
    with errors():
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
