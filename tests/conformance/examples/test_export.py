"""`tallystick vectors export`: plain files that suffice to run the vectors without the kit."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from tallystick.conformance.examples.export import ExportError, export, export_vectors
from tallystick.conformance.spec_files import load_preset, preset_names, spec_directory
from tallystick.conformance.vectors import vector_paths, vectors_digest
from tallystick.conformance.wire import parameters_from_object


def call(*arguments: str) -> Result:
    app = typer.Typer()
    app.command()(export)
    told = CliRunner().invoke(app, arguments)
    assert told.exception is None or isinstance(told.exception, SystemExit), told.exception
    return told


def files_below(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "new" / "folder"
    done = export_vectors(folder, force=False)
    assert (done.vectors, done.digest, done.others) == (len(vector_paths()), vectors_digest(), 0)
    return folder


@pytest.fixture(scope="module")
def manifest(exported: Path) -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads((exported / "manifest.json").read_bytes())
    return parsed


def test_every_vector_is_written_as_it_is(exported: Path) -> None:
    names = {f"vectors/{path.name}" for path in vector_paths()}
    assert files_below(exported) == {"README.md", "manifest.json", *names}
    for path in vector_paths():
        assert (exported / "vectors" / path.name).read_bytes() == path.read_bytes()


def test_the_manifest_has_the_hash_of_every_file(exported: Path, manifest: dict[str, Any]) -> None:
    assert manifest["format"] == "tallystick-vectors/1"
    assert manifest["spec_version"] == "1.0"
    rows = manifest["vectors"]
    assert [row["file"] for row in rows] == [f"vectors/{path.name}" for path in vector_paths()]
    for row in rows:
        content = (exported / row["file"]).read_bytes()
        assert row["sha256"] == hashlib.sha256(content).hexdigest()
        vector = json.loads(content)
        for key in ("id", "title", "clauses", "profile", "preset"):
            assert row[key] == vector[key]
        assert row.keys() == {"file", "sha256", "id", "title", "clauses", "profile", "preset"}


def test_the_digest_is_what_the_page_says(exported: Path, manifest: dict[str, Any]) -> None:
    digest = hashlib.sha256()
    for row in manifest["vectors"]:
        content = (exported / row["file"]).read_bytes()
        digest.update(Path(row["file"]).name.encode() + b"\0")
        digest.update(str(len(content)).encode() + b"\0" + content)
    assert digest.hexdigest() == manifest["digest"] == vectors_digest()


def test_every_preset_that_a_vector_names_is_there(manifest: dict[str, Any]) -> None:
    assert manifest["presets"].keys() == set(preset_names())
    assert {row["preset"] for row in manifest["vectors"]} <= manifest["presets"].keys()
    for name, plain in manifest["presets"].items():
        assert parameters_from_object(plain) == load_preset(name)


def test_the_page_explains_every_key(exported: Path, manifest: dict[str, Any]) -> None:
    page = (exported / "README.md").read_text("utf-8")
    explained = set(re.findall(r"`([a-z0-9_]+)`", page))
    for path in vector_paths():
        assert json.loads(path.read_bytes()).keys() <= explained
    assert manifest.keys() <= explained
    assert manifest["vectors"][0].keys() <= explained
    assert "not affiliated with World Markets" in " ".join(page.split())


def test_the_page_says_of_a_vector_what_the_spec_says(exported: Path) -> None:
    page = (exported / "README.md").read_text("utf-8")
    spec = (spec_directory() / "11-conformance.md").read_text("utf-8")
    same = ("format`, `id`, `title", "profile`, `preset`, `parameters", "derivation", "state")
    for key in same:
        (line,) = re.findall(rf"^\| `{key}` \|.*$", spec, flags=re.MULTILINE)
        assert line in page


def test_two_exports_are_equal(exported: Path, tmp_path: Path) -> None:
    export_vectors(tmp_path, force=False)
    for name in files_below(exported):
        assert (tmp_path / name).read_bytes() == (exported / name).read_bytes()


def test_a_directory_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("mine")
    with pytest.raises(ExportError, match="is not empty; --force"):
        export_vectors(tmp_path, force=False)
    assert files_below(tmp_path) == {"README.md"}
    assert (tmp_path / "README.md").read_text() == "mine"


def test_force_replaces_files_of_the_same_names_and_leaves_the_others(tmp_path: Path) -> None:
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors" / "mat-old.json").write_text("old")
    (tmp_path / "README.md").write_text("mine")
    (tmp_path / "notes.txt").write_text("mine")
    done = export_vectors(tmp_path, force=True)
    assert done.others == 2
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "vectors" / "mat-old.json").read_text() == "old"
    assert (tmp_path / "README.md").read_text().startswith("# Test vectors")


def test_the_command_says_what_it_wrote(tmp_path: Path) -> None:
    told = call(str(tmp_path))
    assert told.exit_code == 0
    count = len(vector_paths())
    assert told.stdout == f"{count} vectors written to {tmp_path}, sha256 {vectors_digest()}\n"
    again = call(str(tmp_path))
    assert (again.exit_code, again.stdout) == (2, "")
    assert again.stderr == f"error: {tmp_path} is not empty; --force writes into it nevertheless\n"
    (tmp_path / "notes.txt").write_text("mine")
    forced = call(str(tmp_path), "--force")
    assert forced.exit_code == 0
    last = forced.stdout.splitlines()[-1]
    assert last == "1 other files or folders are there and not in the manifest"


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("below", ["", "folder"])
def test_a_file_in_the_way_is_named(tmp_path: Path, below: str, force: bool) -> None:
    (tmp_path / "file").write_text("mine")
    told = call(str(tmp_path / "file" / below), *(["--force"] if force else []))
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.startswith(f"error: cannot write {tmp_path / 'file'}")
    assert told.stderr.count("\n") == 1
    assert (tmp_path / "file").read_text() == "mine"
