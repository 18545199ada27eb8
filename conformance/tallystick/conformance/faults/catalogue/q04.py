from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q04",
    clause="LIQ-022",
    fault_class="escrow",
    seen="rewards that are paid at once",
    does="A reward can be claimed before its time has passed.",
    changes=(
        Change(
            "escrows.claim_reward",
            """
            if state.now <= escrow.due:
                return Reason.ESCROW_NOT_DUE
            """,
            "",
        ),
    ),
)
