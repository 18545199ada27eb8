from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m34",
    clause="NUM-011",
    fault_class="bounds",
    seen="engines that multiply price and quantity in a machine word",
    does="The product of price and lots wraps at 64 bits.",
    changes=(
        Change(
            "numbers.cost_atoms",
            "price * lots",
            "(price * lots + 2**63) % 2**64 - 2**63",
        ),
    ),
)
