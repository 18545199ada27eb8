from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x918",
    clause="PRP-017",
    fault_class="funding rate",
    seen="ours",
    does="At a tick both windows are emptied.",
    changes=(
        Change(
            "funding._ticked",
            "return evolve(market, funding=moved)",
            "return evolve(market, funding=evolve(moved, lots=Lots(0), premium=Premium(0)))",
        ),
    ),
)
