from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x919",
    clause="PRP-017",
    fault_class="funding",
    seen="ours",
    does="All ticks of a command are made as one, of the first window.",
    changes=(
        Change(
            "funding.make_ticks",
            "(min(first + 1, last), min(first + 2, last), last)",
            "(last,)",
        ),
    ),
)
