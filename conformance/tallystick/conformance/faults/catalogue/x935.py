from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x935",
    clause="PRP-031",
    fault_class="work limit",
    seen="ours",
    does="A maker larger than what he can deliver loses his rest when the budget ends a trade.",
    changes=(
        Change(
            "walk._trade_perpetual",
            "maker_cut and netted.cause is None",
            "maker_cut",
        ),
    ),
)
