from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x328",
    clause="CMD-030",
    fault_class="form",
    seen="ours",
    does="An event tells of an exemption that was there already.",
    changes=(
        Change(
            "operations.set_fee_exempt",
            "account.fee_exempt == command.exempt",
            "False",
        ),
    ),
)
