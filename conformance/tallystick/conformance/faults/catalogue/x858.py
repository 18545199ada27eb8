from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x858",
    clause="MGN-032",
    fault_class="checks",
    seen="ours",
    does="An amend to a lower quantity is checked and valued.",
    changes=(
        Change(
            "margin.check_of",
            "former is None or not re_enters(former, command)",
            "former is None",
        ),
    ),
)
