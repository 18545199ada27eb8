from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x326",
    clause="CMD-028",
    fault_class="input",
    seen="oracles whose time stamp is not renewed with the price",
    does="A new mark keeps the time of the first one.",
    changes=(
        Change(
            "operations.set_mark",
            "evolve(state.assets[command.asset], mark=command.mark, mark_time=state.now)",
            """
            evolve(
                state.assets[command.asset],
                mark=command.mark,
                mark_time=state.assets[command.asset].mark_time or state.now,
            )
            """,
        ),
    ),
)
