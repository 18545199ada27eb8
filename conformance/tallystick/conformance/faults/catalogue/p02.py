from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p02",
    clause="PRP-016",
    fault_class="funding",
    seen="schedules that include both of their ends",
    does="A tick is made again by the next advance if the time before was exactly its time.",
    changes=(
        Change(
            "funding.make_ticks",
            "ticks_up_to(before)",
            "ticks_up_to(Milliseconds(max(0, before - 1)))",
        ),
    ),
)
