from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x412",
    clause="MAT-023",
    fault_class="work limit",
    seen="ours",
    does="A used-up budget removes the taker though no further order crosses.",
    changes=(
        Change(
            "walk._meet_makers",
            "not crosses(taker.side, taker.price, maker.price)",
            """
            progress.touched_orders < budget and not crosses(
                taker.side, taker.price, maker.price
            )
            """,
        ),
    ),
)
