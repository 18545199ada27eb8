from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x301",
    clause="CMD-001",
    fault_class="input",
    seen="caches that take an equal request for a retry",
    does="A command equal to the last accepted one gets the same answer again and does nothing.",
    changes=(
        Change(
            "state.State",
            "joins: int",
            """
            joins: int
            answered: tuple[object, ...] = ()
            """,
        ),
        Change(
            "engine.step",
            """
            if isinstance(command, Batch):
                return _step_batch(state, command)
            """,
            """
            from attrs import evolve

            if state.answered and state.answered[0] == command:
                return state, state.answered[1]
            if isinstance(command, Batch):
                return _step_batch(state, command)
            """,
        ),
        Change(
            "engine.step",
            "return _finished(state, command, verdict, check)",
            """
            state, outcome = _finished(state, command, verdict, check)
            return evolve(state, answered=(command, outcome)), outcome
            """,
        ),
    ),
)
