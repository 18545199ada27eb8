from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m10",
    clause="MAT-032",
    fault_class="order types",
    seen="engines that check a fill-or-kill order against the best price only",
    does="A FOK order must be filled at the best price alone.",
    changes=(
        Change(
            "walk.walk",
            "progress.traded_lots != wanted_lots",
            """
            sum(
                event.lots
                for event in progress.events
                if isinstance(event, Traded)
                and event.price
                == next(each.price for each in progress.events if isinstance(each, Traded))
            ) != wanted_lots
            """,
        ),
    ),
)
