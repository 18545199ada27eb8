"""Calls the command line in this process."""

import json
from typing import Any

from typer.testing import CliRunner, Result

from tallystick.conformance.cli import app

VECTOR = "cmd-batch-mixed-spot"
SHORT = ("--commands", "1000", "--flow-commands", "300", "--vector", VECTOR)


def call(*arguments: str) -> Result:
    """What the command does, which is never a traceback."""
    result = CliRunner().invoke(app, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def report(*arguments: str) -> tuple[int, dict[str, Any]]:
    """Exit code and the one JSON object on stdout."""
    result = call("run", *arguments, "--json")
    assert result.stdout.count("\n") == 1
    document: dict[str, Any] = json.loads(result.stdout)
    assert document["exit_code"] == result.exit_code
    return result.exit_code, document
