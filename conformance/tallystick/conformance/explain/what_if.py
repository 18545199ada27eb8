"""What a batch would leave of an account's exposure and valuation; nothing is applied (LIQ-045)."""

import json
import sys
from pathlib import Path
from typing import Any, get_args

from attrs import frozen

from tallystick.conformance.explain.actions import changed
from tallystick.conformance.explain.cases import ExplainError
from tallystick.conformance.explain.exposures import ExposureView, exposure_of
from tallystick.conformance.explain.open_accounts import EventCount, counted
from tallystick.conformance.explain.world_runs import Moment, owner_of
from tallystick.conformance.wire import (
    WireError,
    command_from_object,
    expect_object,
    parse_json,
    word,
)
from tallystick.reference.types.commands import Batch, InnerCommand
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import AccountId, PrincipalId

STDIN = "-"
MOST_BYTES = 4 * 2**20
MOST_LINES = 2**10
"""No venue takes more commands in a batch (STA-013)."""


@frozen
class WhatIf:
    """An account before and after a batch; `after` is None if it is rejected."""

    batch: Batch
    outcome: Outcome
    events: tuple[EventCount, ...]
    before: ExposureView
    after: ExposureView | None


def what_if(moment: Moment, account: AccountId, batch: Batch) -> WhatIf:
    """What a batch would do now; ExplainError if there is no such account."""
    before = exposure_of(moment, account)
    after, outcome = changed(moment, batch)
    if not isinstance(outcome, Accepted):
        return WhatIf(batch, outcome, (), before, None)
    return WhatIf(batch, outcome, counted(outcome.events), before, exposure_of(after, account))


def read_batch(moment: Moment, account: AccountId, source: str) -> Batch:
    """The batch of an account from a file of one JSON command a line, `-` being standard input.

    Where a line names no `signer` or no `account`, the owner and the account are meant. Empty lines
    are passed over. ExplainError says which line, and which field of it, cannot be read.
    """
    owner = owner_of(moment, account).owner
    lines = [
        (number, line) for number, line in enumerate(_text(source).split(b"\n"), 1) if line.strip()
    ]
    if not lines:
        raise ExplainError(f"{_named(source)} has no command")
    if len(lines) > MOST_LINES:
        raise ExplainError(f"{_named(source)} has {len(lines)} commands, and no batch so many")
    commands = tuple(_command(source, number, line, owner, account) for number, line in lines)
    return Batch(commands[0].signer, account, commands)


def _text(source: str) -> bytes:
    try:
        if source == STDIN:
            found = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(source).open("rb") as file:
                found = file.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "no name of a file"
        raise ExplainError(f"cannot read {source}: {why}") from error
    if len(found) > MOST_BYTES:
        raise ExplainError(f"{_named(source)} is longer than {MOST_BYTES} bytes")
    return found


def _named(source: str) -> str:
    return "standard input" if source == STDIN else source


def _command(
    source: str, number: int, line: bytes, owner: PrincipalId, account: AccountId
) -> InnerCommand:
    where = f"line {number} of {_named(source)}"
    try:
        members: dict[str, Any] = dict(expect_object(parse_json(line), ""))
        if members.get("type") in _INNER:
            members.setdefault("signer", str(owner))
            members.setdefault("account", str(account))
        command = command_from_object(members)
    except WireError as error:
        field = error.path.lstrip("/").replace("/", ".") or "the whole line"
        text = f"{where}, {field}: found {error.found}, expected {error.expected}"
        raise ExplainError(text) from error
    if not isinstance(command, InnerCommand):
        kinds = ", ".join(_INNER)
        text = f"{where}, type: found {json.dumps(word(type(command)))}, expected one of {kinds}"
        raise ExplainError(text)
    return command


_INNER = tuple(word(kind) for kind in get_args(InnerCommand))
