"""Calls the commands of what people look at, for their tests."""

import json
from pathlib import Path
from typing import Any

from tests.conformance.cli.calling import call

HEAD = {"format", "source", "target", "command_number", "command", "now", "differences"}
"""Keys that all their JSON objects have."""
TRUE_UP = {"type": "true_up", "counterparty": "1", "market": "2"}


def batch_file(folder: Path, *commands: object) -> str:
    path = folder / "batch.jsonl"
    lines = (one if isinstance(one, str) else json.dumps(one) for one in commands)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


def json_of(*arguments: str) -> dict[str, Any]:
    result = call("explain", *arguments, "--json")
    assert (result.exit_code, result.stdout.count("\n")) == (0, 1)
    plain: dict[str, Any] = json.loads(result.stdout)
    return plain


def refusal(*arguments: str) -> str:
    """One line on stderr, nothing else, exit code 2."""
    result = call("explain", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    return result.stderr.removeprefix("error: ").rstrip("\n")
