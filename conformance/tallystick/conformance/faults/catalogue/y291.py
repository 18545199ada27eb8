from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y291",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="A creditor who gets nothing is not named among those who lose.",
    changes=(
        Change(
            "bankruptcy._shared",
            "return evolve(so_far, events=(*so_far.events, *losses))",
            """
            losses = tuple(each for each in losses if each.account in paid)
            return evolve(so_far, events=(*so_far.events, *losses))
            """,
        ),
    ),
)
