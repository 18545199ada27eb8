from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x207",
    clause="STA-021",
    fault_class="form",
    seen="book snapshots in order of arrival",
    does="A side is dumped in the order of arrival.",
    changes=(
        Change(
            "canonical._dump_side",
            "places_of(market, side)",
            "sorted(places_of(market, side), key=lambda place: place.joined)",
        ),
    ),
)
