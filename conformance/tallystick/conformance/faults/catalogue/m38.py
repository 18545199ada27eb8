from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m38",
    clause="MAT-027",
    fault_class="settlement",
    seen="venues that skip an order that cannot be delivered, and let it stand",
    does="A maker that can deliver nothing stays and blocks those behind it.",
    changes=(
        Change(
            "walk._meet_makers",
            "progress = _remove_maker(progress, maker, _lack(progress.state, maker))",
            "return progress, None",
        ),
    ),
)
