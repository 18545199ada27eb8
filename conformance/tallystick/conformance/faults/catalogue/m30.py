from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m30",
    clause="MAT-024",
    fault_class="expiry",
    seen="engines whose fill limit is consumed by expired orders that no event tells of",
    does="An expired maker is removed, and paid for, without an event.",
    changes=(
        Change(
            "walk._meet_makers",
            "_remove_maker(progress, maker, RemovalCause.EXPIRED)",
            "evolve(_remove_maker(progress, maker, RemovalCause.EXPIRED), events=progress.events)",
        ),
    ),
)
