from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x101",
    clause="NUM-001",
    fault_class="rounding",
    seen="engines that compute fees in binary floating point",
    does="The fee is computed with floating-point numbers.",
    changes=(
        Change(
            "fees.fee_of_trade",
            "ceil_div(owed - credit, FEE_RATE_UNITS)",
            "int(-(-(owed - credit) / FEE_RATE_UNITS // 1))",
        ),
    ),
)
