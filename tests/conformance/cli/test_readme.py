"""What the README says of a run is what the kit would say now."""

import re
from pathlib import Path

from tallystick.conformance.campaign import CAMPAIGNS
from tallystick.conformance.vectors import vector_paths, vectors_digest

README = Path(__file__).parents[3] / "README.md"


def test_the_run_shown_has_these_vectors_and_campaigns() -> None:
    text = README.read_text("utf-8")
    count = len(vector_paths())
    assert f"vectors     {count} of {count} passed; SHA-256 of all files {vectors_digest()}" in text
    shown = re.findall(r"^campaign (\S+) (\S+) ", text, re.MULTILINE)
    assert shown == [(str(profile), preset) for profile, preset in CAMPAIGNS]
