from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y046",
    clause="LIQ-016",
    fault_class="forced orders",
    seen="ours",
    does="A forced loan pays no fee.",
    changes=(
        Change(
            "forced._fee",
            "return loan_fee(state, account, market, side)",
            "return FeeRate(0), loan_fee(state, account, market, side)[1]",
        ),
    ),
)
