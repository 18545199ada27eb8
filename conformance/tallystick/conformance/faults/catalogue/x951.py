from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x951",
    clause="PRP-040",
    fault_class="settlement",
    seen="ours",
    does="To repay nothing is accepted.",
    changes=(
        Change(
            "settling.repay_debts",
            "not debts_of(state, command.account)",
            "False",
        ),
    ),
)
