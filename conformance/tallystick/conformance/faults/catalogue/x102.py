from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x102",
    clause="NUM-011",
    fault_class="bounds",
    seen="fees computed as rate times amount in a machine word",
    does="The product of fee rate and amount wraps at 64 bits.",
    changes=(
        Change(
            "fees.fee_of_trade",
            "rate * amount",
            "rate * amount % 2**64",
        ),
    ),
)
