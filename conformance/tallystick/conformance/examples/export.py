"""`tallystick vectors export`: the vectors as plain files, for a test suite of somebody else."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer
from attrs import frozen

from tallystick.conformance.spec_files import SPEC_VERSION, load_preset, preset_names
from tallystick.conformance.vectors import load_vector, vector_paths, vectors_digest
from tallystick.conformance.verdicts import USAGE_EXIT_CODE
from tallystick.conformance.wire import parameters_object

FORMAT = "tallystick-vectors/1"
README = Path(__file__).parent / "exported_readme.md"


class ExportError(ValueError):
    """The files cannot be written there; says where and why."""


@frozen
class Export:
    """What was written: vectors, and the digest of all of them; and how much else is beside it."""

    vectors: int
    digest: str
    others: int


def export_vectors(directory: Path, force: bool) -> Export:
    """Write README.md, manifest.json and vectors/; ExportError says what is in the way.

    A directory that is not empty is refused unless `force`: then files of the same names are
    replaced, and all others stay.
    """
    try:
        if directory.is_dir() and any(directory.iterdir()) and not force:
            raise ExportError(f"{directory} is not empty; --force writes into it nevertheless")
        (directory / "vectors").mkdir(parents=True, exist_ok=True)
        written = _files()
        for name, content in written.items():
            (directory / name).write_bytes(content)
        there = {*directory.iterdir(), *(directory / "vectors").iterdir()}
    except OSError as error:
        where = error.filename or directory
        raise ExportError(f"cannot write {where}: {error.strerror}") from error
    own = {directory / "vectors", *(directory / name for name in written)}
    return Export(len(vector_paths()), vectors_digest(), len(there - own))


def _files() -> Mapping[str, bytes]:
    """Every file by its name below the directory."""
    vectors = {f"vectors/{path.name}": path.read_bytes() for path in vector_paths()}
    manifest = {
        "format": FORMAT,
        "spec_version": SPEC_VERSION,
        "digest": vectors_digest(),
        "presets": {name: parameters_object(load_preset(name)) for name in preset_names()},
        "vectors": [_row(path, vectors[f"vectors/{path.name}"]) for path in vector_paths()],
    }
    text = json.dumps(manifest, indent=1) + "\n"
    return {"README.md": README.read_bytes(), "manifest.json": text.encode("ascii"), **vectors}


def _row(path: Path, content: bytes) -> Mapping[str, Any]:
    """What the manifest says of a vector."""
    vector = load_vector(path)
    return {
        "file": f"vectors/{path.name}",
        "sha256": hashlib.sha256(content).hexdigest(),
        "id": vector.id,
        "title": vector.title,
        "clauses": list(vector.clauses),
        "profile": vector.case.profile,
        "preset": vector.document["preset"],
    }


def export(
    directory: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to; it is made if it does not exist.")
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Also into a directory that is not empty.")
    ] = False,
) -> None:
    """Write all vectors as plain files, with a manifest and a page about their form."""
    try:
        export = export_vectors(directory, force)
    except ExportError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(USAGE_EXIT_CODE) from None
    typer.echo(f"{export.vectors} vectors written to {directory}, sha256 {export.digest}")
    if export.others:
        typer.echo(f"{export.others} other files or folders are there and not in the manifest")
