from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x327",
    clause="CMD-029",
    fault_class="input",
    seen="switches that toggle where they should set",
    does="Halting a halted market resumes it.",
    changes=(
        Change(
            "operations.set_halted",
            """
            if market.halted == command.halted:
                return Applied(state, ())
            """,
            "",
        ),
        Change(
            "operations.set_halted",
            "evolve(market, halted=command.halted)",
            "evolve(market, halted=not market.halted)",
        ),
    ),
)
