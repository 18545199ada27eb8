"""An engine that answers every command of one kind in a way of its own."""

import pytest

from tallystick.conformance.engine import Engine
from tallystick.conformance.flows import driver
from tallystick.conformance.targets import open_engine
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import CancelOrder, Command
from tallystick.reference.types.outcome import Outcome
from tallystick.reference.types.parameters import Parameters


def patch_apply(
    monkeypatch: pytest.MonkeyPatch,
    answer: Outcome | type[BaseException],
    kind: type[Command] = CancelOrder,
) -> None:
    """Let the engine under test answer so, or raise it, for every command of a kind."""

    def open_patched(target: str, profile: Profile, parameters: Parameters) -> Engine:
        engine = open_engine(target, profile, parameters)
        apply = engine.apply

        def patched(command: Command) -> Outcome:
            outcome = apply(command)
            if not isinstance(command, kind):
                return outcome
            if isinstance(answer, type):
                raise answer
            return answer

        monkeypatch.setattr(engine, "apply", patched)
        return engine

    monkeypatch.setattr(driver, "open_engine", open_patched)
