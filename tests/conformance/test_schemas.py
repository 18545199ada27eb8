"""The schemas in `spec/schema` are those of the types, and say what the codec says."""

from pathlib import Path

from tallystick.conformance import schemas
from tallystick.conformance.spec_files import spec_directory


def test_the_files_are_freshly_generated() -> None:
    folder = spec_directory() / schemas.FOLDER
    kept = {path.name: path.read_text(encoding="ascii") for path in folder.iterdir()}
    assert kept == schemas.texts(), "run python -m tallystick.conformance.schemas"


def test_every_reference_points_to_a_definition() -> None:
    made = schemas.schemas()
    for name, schema in made.items():
        for reference in references(schema):
            file, _, pointer = reference.partition("#/$defs/")
            assert file in ("", *made), (name, reference)
            assert pointer in made[file or name]["$defs"] if pointer else file, (name, reference)


def references(part: object) -> list[str]:
    """All that is referred to in a schema."""
    if isinstance(part, list):
        return [found for inner in part for found in references(inner)]
    if not isinstance(part, dict):
        return []
    own = [part["$ref"]] if "$ref" in part else []
    return own + [found for inner in part.values() for found in references(inner)]


def test_they_are_written_where_one_says(tmp_path: Path) -> None:
    schemas.write(tmp_path / "new")
    assert {path.name for path in (tmp_path / "new").iterdir()} == set(schemas.schemas())
