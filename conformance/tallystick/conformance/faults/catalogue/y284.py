from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y284",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="A balance that is not priced is shared as well.",
    changes=(
        Change(
            "net_worth.balances_of_estate",
            "atoms > 0 and is_priced(state, asset)",
            "atoms > 0",
        ),
        Change(
            "counterparties.at_mark",
            """
            assert pricing is not None
            mark: Price = pricing[0]
            """,
            "mark = 1 if pricing is None else pricing[0]",
        ),
    ),
)
