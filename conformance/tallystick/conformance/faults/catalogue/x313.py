from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x313",
    clause="CMD-005",
    fault_class="precedence",
    seen="ours",
    does="A foreign inner command of an unknown account is told that the account is unknown.",
    changes=(
        Change(
            "engine._violation",
            "batch is not None and _is_foreign(command, batch)",
            """
            batch is not None and command.account in state.accounts and _is_foreign(
                command, batch
            )
            """,
        ),
    ),
)
