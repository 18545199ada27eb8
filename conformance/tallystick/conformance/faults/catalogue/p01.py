from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p01",
    clause="PRP-050",
    fault_class="funding",
    seen="venues whose longs are paid at a positive rate",
    does="The sign of funding is flipped: the short pays what the long owes.",
    changes=(
        Change(
            "perpetual.leg_value",
            "lots * price - cost - accrued_funding(lots, index, funding_base)",
            "lots * price - cost + accrued_funding(lots, index, funding_base)",
        ),
    ),
)
