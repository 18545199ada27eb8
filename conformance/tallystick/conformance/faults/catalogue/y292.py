from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y292",
    clause="LIQ-034",
    fault_class="events",
    seen="ours",
    does="Only who loses is named in the end.",
    changes=(
        Change(
            "bankruptcy._shared",
            "return evolve(so_far, events=(*so_far.events, *losses))",
            """
            losses = tuple(each for each in losses if each.paid_atoms < each.claim_atoms)
            return evolve(so_far, events=(*so_far.events, *losses))
            """,
        ),
    ),
)
