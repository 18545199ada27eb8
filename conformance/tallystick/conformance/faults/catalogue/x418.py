from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x418",
    clause="MAT-028",
    fault_class="settlement",
    seen="venues that judge a buyer at his limit price",
    does="A taker's capacity is judged at its own price, not at the maker's.",
    changes=(
        Change(
            "walk._meet_makers",
            "_capacity(progress.state, taker, maker)",
            "_capacity(progress.state, taker, taker)",
        ),
    ),
)
