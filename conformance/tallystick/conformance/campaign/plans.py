"""What a long campaign compares, and all that its results depend on."""

import hashlib
import importlib.metadata
import platform
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import islice

import msgspec
from attrs import frozen

from tallystick.conformance.campaign.pieces import COMMANDS_PER_PIECE
from tallystick.conformance.campaign.sequences import campaign
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.faults.faulty import FAULTY, find_fault
from tallystick.conformance.protocol.process import EngineFaultError, UnsupportedEngineError
from tallystick.conformance.protocol.target import EXEC, end_all, engine_notes
from tallystick.conformance.protocol.venue import RemoteVenue
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import SPEC_VERSION, load_preset
from tallystick.conformance.targets import (
    ReferenceEngine,
    UnsupportedTargetError,
    open_engine,
)
from tallystick.conformance.vectors import vectors_digest
from tallystick.conformance.wire import canonical, encode_command
from tallystick.fast import FastEngine, describe
from tallystick.reference.types.choices import Profile

REFERENCE = "reference"
COMMANDS_PER_DUMP_OF_PAIR = 50
_COMMANDS_OF_DIGEST = 500


def commands_per_dump(given: int, against: str) -> int:
    """After how many commands states are compared; by default, which is 0, as `run` does."""
    return given or (1 if against == REFERENCE else COMMANDS_PER_DUMP_OF_PAIR)


@frozen
class CampaignPlan:
    """Engines, seed and how often states are compared; not how much of it is run."""

    target: str
    against: tuple[str, ...]
    seed: int
    commands_per_dump: int
    limits: Limits


@cache
def generator_digest() -> str:
    """SHA-256 over the beginnings of all campaigns of seed 1, so over what the generator does."""
    digest = hashlib.sha256()
    for profile, preset in CAMPAIGNS:
        for command in islice(campaign(1, profile, preset), _COMMANDS_OF_DIGEST):
            digest.update(encode_command(command) + b"\n")
    return digest.hexdigest()


class Description(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All that a result depends on.

    How much is run, by how many workers, and how long an engine may think are not in it.
    """

    target: str
    against: list[str]
    seed: str
    commands_per_dump: int
    commands_per_piece: int
    tallystick: str
    spec: str
    python: str
    vectors: str
    generator: str
    engines: dict[str, str]


def plan_description(plan: CampaignPlan) -> Description:
    """Describe a plan in this installation; UnsupportedTargetError if an engine cannot run."""
    names = dict.fromkeys((plan.target, *plan.against, REFERENCE))
    return Description(
        target=plan.target,
        against=list(plan.against),
        seed=str(plan.seed),
        commands_per_dump=plan.commands_per_dump,
        commands_per_piece=COMMANDS_PER_PIECE,
        tallystick=importlib.metadata.version("tallystick"),
        spec=SPEC_VERSION,
        python=platform.python_version(),
        vectors=vectors_digest(),
        generator=generator_digest(),
        engines={name: engine_identity(name) for name in names},
    )


def description_digest(description: Description) -> str:
    """SHA-256 of the canonical JSON of a description."""
    return hashlib.sha256(canonical(msgspec.to_builtins(description))).hexdigest()


def differences(one: Description, other: Description) -> tuple[str, ...]:
    """The names of what is not the same in two descriptions."""
    names = Description.__struct_fields__
    return tuple(name for name in names if getattr(one, name) != getattr(other, name))


def engine_identity(name: str) -> str:
    """What tells this engine from another of the same name, as far as it can be known."""
    if name.startswith(EXEC):
        return _introduction(name)
    if name.startswith(FAULTY):
        fault = find_fault(name.removeprefix(FAULTY))
        changes = [[change.where, change.old, change.new] for change in fault.changes]
        text = canonical([fault.id, fault.does, changes])
        return f"reference {_digest_of(REFERENCE)}, changed {hashlib.sha256(text).hexdigest()}"
    engine = open_engine(name, Profile.MATCH_1, load_preset("minimal"))
    if isinstance(engine, ReferenceEngine):
        return f"reference {_digest_of(REFERENCE)}"
    if isinstance(engine, FastEngine):
        build = "interpreted" if name == "fast:interpreted" else describe()
        return f"fast {_digest_of('fast')}, {build}"
    return type(engine).__module__


def _introduction(name: str) -> str:
    """How an engine over a pipe calls itself; nothing if it does not come so far."""
    venue = open_engine(name, Profile.MATCH_1, load_preset("minimal"))
    assert isinstance(venue, RemoteVenue)
    try:
        _ = venue.level
    except UnsupportedEngineError as error:
        raise UnsupportedTargetError(str(error)) from error
    except EngineFaultError:
        return ""  # the workers will find that
    finally:
        said = engine_notes(name)
        end_all()
    return "; ".join(said)


@cache
def _digest_of(package: str) -> str:
    """SHA-256 over the names and bytes of the modules of `reference` or `fast`."""
    digest = hashlib.sha256()
    for name, content in sorted(_modules(resources.files(f"tallystick.{package}"), package)):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _modules(folder: Traversable, path: str) -> Iterator[tuple[str, bytes]]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _modules(entry, f"{path}/{entry.name}")
        elif entry.name.endswith(".py"):
            yield f"{path}/{entry.name}", entry.read_bytes()
