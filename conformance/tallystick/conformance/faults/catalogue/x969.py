from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x969",
    clause="MGN-011",
    fault_class="risk values",
    seen="ours",
    does="Announced values cannot be replaced.",
    changes=(
        Change(
            "operations.set_risk",
            "announced = evolve(asset, announced=AnnouncedRisk(*values, effective_at))",
            """
            if asset.announced is not None:
                return Reason.NOTICE_TOO_SHORT
            announced = evolve(asset, announced=AnnouncedRisk(*values, effective_at))
            """,
        ),
    ),
)
