"""Every step of spec/tutorial.md: what the page shows is there, and what it says passes does."""

import json
import re
import shlex
import subprocess
import sys
import textwrap
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallystick.conformance.cli import app
from tallystick.conformance.spec_files import spec_directory
from tallystick.conformance.vectors import VECTORS
from tests.conformance.examples.pipe import match_cases, passed

PYTHON = VECTORS.parent / "examples" / "python"
TUTORIAL = PYTHON / "tutorial"
PASSING: dict[str, list[str]] = tomllib.loads((TUTORIAL / "passing.toml").read_text("utf-8"))
STEPS = range(1, 9)
SECTIONS = re.split(r"(?m)^## ", (spec_directory() / "tutorial.md").read_text("utf-8"))


def file_of(step: int) -> Path:
    return TUTORIAL / f"step_{step}.py" if step < STEPS[-1] else PYTHON / "match_engine.py"


def section_of(step: int) -> str:
    (text,) = (section for section in SECTIONS if section.startswith(f"Step {step}: "))
    return text


def blocks_of(text: str) -> list[str]:
    """The indented blocks, without the indentation."""
    found = re.findall(r"(?m)(?:^    .*\n|(?<=\n)\n(?=    ))+", text)
    return [textwrap.dedent(block).strip("\n") for block in found]


def ids_until(step: int) -> set[str]:
    return {name for earlier in STEPS[:step] for name in PASSING.get(f"step_{earlier}", [])}


def test_the_steps_are_those_of_the_page() -> None:
    assert [section.split(":")[0] for section in SECTIONS[1:-1]] == [f"Step {n}" for n in STEPS]
    assert sorted(path.name for path in TUTORIAL.glob("*.py")) == [
        f"step_{step}.py" for step in STEPS[:-1]
    ]
    assert list(PASSING) == [f"step_{step}" for step in STEPS[:-1]]


def test_no_vector_is_listed_twice_and_every_listed_one_exists() -> None:
    listed = [name for names in PASSING.values() for name in names]
    assert len(set(listed)) == len(listed)
    assert set(listed) <= {case.id for case in match_cases()}


@pytest.mark.parametrize("step", STEPS)
def test_exactly_the_listed_vectors_pass_after_the_step(step: int) -> None:
    everything = {case.id for case in match_cases()}
    listed = everything if step == STEPS[-1] else ids_until(step)
    found = passed([sys.executable, "-I", str(file_of(step))])
    assert found - listed == set(), f"to be listed in passing.toml under step_{step}"
    assert listed - found == set(), f"listed in passing.toml until step_{step}, but failed"


@pytest.mark.parametrize("step", STEPS)
def test_the_code_on_the_page_stands_in_the_file_of_the_step(step: int) -> None:
    source = file_of(step).read_text("utf-8")
    blocks = [block for block in blocks_of(section_of(step)) if not block.startswith("$ ")]
    assert blocks
    for block in blocks:
        ways = [textwrap.indent(block, " " * depth) + "\n" for depth in range(0, 16, 4)]
        assert any(f"\n{way}" in f"\n{source}" for way in ways), block


@pytest.mark.parametrize("step", STEPS)
def test_a_vector_named_on_the_page_passes_with_that_step(step: int) -> None:
    named = re.findall(r"`((?:num|sta|cmd|mat|inv)-[a-z0-9-]+)`", section_of(step))
    new = ids_until(step) - ids_until(step - 1)
    assert set(named) <= new
    assert bool(named) == bool(new)


@pytest.mark.parametrize("step", STEPS[1:])
def test_a_step_is_small(step: int) -> None:
    before = file_of(step - 1).read_text("utf-8").splitlines()
    after = file_of(step).read_text("utf-8").splitlines()
    assert len(set(after) - set(before)) <= 140


def test_the_kit_says_of_the_third_step_what_the_page_says() -> None:
    (shown,) = (block for block in blocks_of(section_of(3)) if block.startswith("$ "))
    prompt, program, *arguments = shlex.split(shown)
    assert (prompt, program) == ("$", "tallystick")
    at = arguments.index("exec:python3 step_3.py")
    arguments[at] = f"exec:{shlex.join([sys.executable, '-I', str(file_of(3))])}"
    told = CliRunner().invoke(app, [*arguments, "--json"])
    assert told.exit_code == 0
    report = json.loads(told.stdout)
    assert (report["vectors"]["run"], report["vectors"]["passed"]) == (1, 1)


def test_the_kit_says_of_the_last_step_what_the_page_says() -> None:
    """CNF-144."""
    (shown, _run) = (block for block in blocks_of(section_of(8)) if block.startswith("$ "))
    prompt, program, *arguments = shlex.split(shown)
    assert (prompt, program, arguments[0]) == ("$", "tallystick", "probe")
    at = arguments.index("exec:python3 match_engine.py")
    arguments[at] = f"exec:{shlex.join([sys.executable, '-I', '-S', str(file_of(8))])}"
    told = CliRunner().invoke(app, [*arguments, "--json"])
    probes = json.loads(told.stdout)["probes"]
    assert (told.exit_code, probes["failed"]) == (0, [])
    assert probes["passed"] == probes["run"] > 20


def test_the_handshake_on_the_page_is_what_the_first_step_answers() -> None:
    (shown,) = (block for block in blocks_of(section_of(1)) if block.startswith("$ "))
    command, asked, answered = shown.splitlines()
    assert command == "$ python3 step_1.py"
    ended = subprocess.run(
        [sys.executable, "-I", str(file_of(1))],
        input=f"{asked}\n",
        capture_output=True,
        text=True,
        check=True,
        timeout=20,
    )
    assert (ended.stdout, ended.stderr) == (f"{answered}\n", "")
