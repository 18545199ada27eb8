from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x422",
    clause="MAT-032",
    fault_class="precedence",
    seen="ours",
    does="A FOK order that meets an own order under reject is told that it is not filled.",
    changes=(
        Change(
            "walk._meet_makers",
            "return Reason.SELF_TRADE",
            """
            return (
                Reason.FOK_NOT_FILLED
                if taker.order_type is OrderType.FOK
                else Reason.SELF_TRADE
            )
            """,
        ),
    ),
)
