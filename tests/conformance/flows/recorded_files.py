"""Recordings that are not part of the project, for whoever has them."""

import os
from hashlib import sha256
from pathlib import Path

import pytest

FOLDERS = (
    Path(os.environ.get("TALLYSTICK_DATA", ".")),
    Path(__file__).resolve().parents[3].parent / "shared" / "data",
)


def recorded_file(name: str, digest: str) -> Path:
    """Where a recording is; skips the test if there is none."""
    path = next((folder / name for folder in FOLDERS if (folder / name).is_file()), None)
    if path is None:
        pytest.skip(f"{name} is not in the folder that TALLYSTICK_DATA names")
    assert sha256(path.read_bytes()).hexdigest() == digest
    return path
