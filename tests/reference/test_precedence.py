"""Of several violations the first of `reasons.toml` is answered (CMD-005): `precedence.toml`."""

import tomllib
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest

from tallystick.conformance.spec_files import load_toml
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tallystick.reference.types.reasons import Reason
from tests.reference.venue import Venue

TABLE = tomllib.loads(Path(__file__).with_name("precedence.toml").read_text(encoding="utf-8"))
RETURNS: dict[str, list[str]] = TABLE["returns"]
CASES: list[tuple[str, dict[str, Any]]] = [(kind, case) for kind in RETURNS for case in TABLE[kind]]
TOGETHER = [
    pytest.param(case, id=f"{kind}-{'-'.join(case['pair'])}")
    for kind, case in CASES
    if "both" in case
]


def test_the_reasons_are_those_of_the_spec_in_its_order() -> None:
    listed = [row["name"] for row in load_toml("reasons.toml")["reason"]]
    assert [reason.value for reason in Reason] == listed


def test_every_kind_of_command_is_in_the_table() -> None:
    kinds = ["".join(word.title() for word in kind.split("_")) for kind in RETURNS]
    assert sorted(kinds) == sorted(kind.__name__ for kind in get_args(Command))


def test_every_reason_is_returned_by_some_command() -> None:
    assert {reason for reasons in RETURNS.values() for reason in reasons} == set(Reason)


@pytest.mark.parametrize("kind", RETURNS)
def test_neighbours_meet_or_it_is_said_why_not(kind: str) -> None:
    order = list(Reason)
    reasons = [Reason(name) for name in RETURNS[kind]]
    assert reasons == sorted(reasons, key=order.index)
    pairs = [tuple(Reason(name) for name in case["pair"]) for case in TABLE[kind]]
    assert len(set(pairs)) == len(pairs)
    assert all(order.index(earlier) < order.index(later) for earlier, later in pairs)
    assert set(pairwise(reasons)) <= set(pairs)
    assert all(("both" in case) != bool(case.get("never")) for case in TABLE[kind])


@pytest.mark.parametrize("kind", RETURNS)
def test_every_reason_of_a_kind_is_seen_in_a_case(kind: str) -> None:
    seen = {name for case in TABLE[kind] if "both" in case for name in case["pair"]}
    assert seen == set(RETURNS[kind])


@pytest.mark.parametrize("case", TOGETHER)
def test_the_earlier_of_two_reasons_is_answered(case: dict[str, Any]) -> None:
    earlier, later = case["pair"]
    index = 1 if case.get("inside") else 0
    profile = Profile(case.get("profile", "spot/1"))
    venue = _opened(profile, case)
    venue.run(f"{_placed(case, case['both'])}\n=> rejected reason={earlier} index={index}")

    mend = case["mend"]
    if mend in list(Profile):
        venue = _opened(Profile(mend), case)
        mended = _placed(case, case["both"])
    elif mend == "outside":
        mended, index = case["both"], 0
    elif mend == "inner":
        both = case["both"].replace("commands=0", "commands=1")
        mended = f"{both}\n  cancel_all {_fields(case['both'])}"
    elif "=" in mend.split()[0]:
        mended = _placed(case, _changed(case["both"], mend))
    else:
        venue.run(mend)
        mended = _placed(case, case["both"])
    venue.run(f"{mended}\n=> rejected reason={later} index={index}")


def _opened(profile: Profile, case: dict[str, Any]) -> Venue:
    """The example venue after the commands that are given."""
    venue = Venue(profile, **case.get("parameters", {}))
    for given in case.get("given", []):
        venue.run(TABLE["given"].get(given, given))
    return venue


def _placed(case: dict[str, Any], command: str) -> str:
    """The command, inside a batch if it belongs there."""
    return f"batch signer=11 account=1 commands=1\n  {command}" if case.get("inside") else command


def _changed(command: str, mend: str) -> str:
    """The command with the fields of the mend changed or added."""
    name, *words = command.split()
    fields = dict(word.split("=") for word in words) | dict(
        word.split("=") for word in mend.split()
    )
    return " ".join([name, *(f"{key}={scalar}" for key, scalar in fields.items())])


def _fields(batch: str) -> str:
    """Signer and account of a batch."""
    return " ".join(word for word in batch.split() if word.startswith(("signer=", "account=")))
