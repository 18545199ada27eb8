from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y302",
    clause="LIQ-050",
    fault_class="strangers",
    seen="ours",
    does="All legs of the markets of the bankrupt end, not only its own.",
    changes=(
        Change(
            "closing_out._without_legs",
            "target not in (leg.long_account, leg.short_account)",
            """
            not any(
                target in (each.long_account, each.short_account)
                for each in market.legs.values()
            )
            """,
        ),
    ),
)
