from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y294",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="What a creditor got is rounded down asset by asset.",
    changes=(
        Change(
            "bankruptcy._shared",
            "value = at_mark(state, asset, atoms)",
            "value = (claim_of(*at_mark(state, asset, atoms)), 1)",
        ),
    ),
)
