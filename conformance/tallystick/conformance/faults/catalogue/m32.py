from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m32",
    clause="MAT-010",
    fault_class="bounds",
    seen="books over an array of prices around the market",
    does="An order more than 65,535 from the best price of its side is dropped.",
    changes=(
        Change(
            "book.join",
            "place = _place(joined)",
            """
            place = _place(joined)
            if places and abs(place.price_key - places[0].price_key) > 65535:
                return state
            """,
        ),
    ),
)
