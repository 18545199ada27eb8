from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x979",
    clause="MGN-023",
    fault_class="pricing",
    seen="ours",
    does="An asset with a mark and without risk values counts whole.",
    changes=(
        Change(
            "pricing.pricing_of",
            """
            if asset.mark is None or risk is None:
                return None
            """,
            """
            if asset.mark is None:
                return None
            if risk is None:
                return asset.mark, NO_RISK
            """,
        ),
    ),
)
