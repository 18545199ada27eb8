from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x857",
    clause="MGN-040",
    fault_class="bounds",
    seen="ours",
    does="Valuations are compared as they are stated.",
    changes=(
        Change(
            "margin._violation",
            """
            is_lower = (
                valuation.initial_atoms < former.initial_atoms
                or valuation.maintenance_atoms < former.maintenance_atoms
            )
            """,
            """
            is_lower = (
                _stated(valuation.initial_atoms) < _stated(former.initial_atoms)
                or _stated(valuation.maintenance_atoms) < _stated(former.maintenance_atoms)
            )
            """,
        ),
    ),
)
