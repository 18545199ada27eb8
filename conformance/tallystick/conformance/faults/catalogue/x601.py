from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x601",
    clause="STA-025",
    fault_class="restoring",
    seen="ours",
    does="A restored order has lost its fee credit.",
    changes=(
        Change(
            "restoring.restore",
            """
            Order(**_fields(order), market=market.market, side=side, joined=place.joined)
            """,
            """
            Order(
                **{**_fields(order), "fee_credit": 0},
                market=market.market,
                side=side,
                joined=place.joined,
            )
            """,
        ),
    ),
)
