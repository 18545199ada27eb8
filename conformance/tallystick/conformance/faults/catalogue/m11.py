from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m11",
    clause="MAT-032",
    fault_class="order types",
    seen="engines that sum up the depth before the self-trade rule takes from it",
    does="Own orders that a FOK order cancels on its way count as filled.",
    changes=(
        Change(
            "walk.walk",
            "progress.traded_lots != wanted_lots",
            """
            progress.traded_lots + sum(
                event.lots
                for event in progress.events
                if isinstance(event, OrderRemoved) and event.cause is RemovalCause.SELF_TRADE
            ) < wanted_lots
            """,
        ),
    ),
)
