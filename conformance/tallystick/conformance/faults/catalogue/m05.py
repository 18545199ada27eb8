from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m05",
    clause="MAT-010",
    fault_class="priority",
    seen="queues in arrays from which an element is removed by swapping it with the last",
    does="An order that leaves a price gives its place to the last one there.",
    changes=(
        Change(
            "book.leave",
            "index = bisect_left(places, _place(order))",
            "index = places.index(_place(order))",
        ),
        Change(
            "book.leave",
            "shorter = places[:index] + places[index + 1 :]",
            """
            left = places[index]
            kept = list(places)
            tail = max(
                each for each, place in enumerate(places) if place.price_key == left.price_key
            )
            kept[index] = kept[tail]
            del kept[tail]
            shorter = tuple(kept)
            """,
        ),
    ),
)
