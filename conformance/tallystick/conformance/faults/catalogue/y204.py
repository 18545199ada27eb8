from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y204",
    clause="LIQ-023",
    fault_class="swap",
    seen="ours",
    does="An asset that is not priced can be given for anything.",
    changes=(
        Change(
            "swapping_assets._is_outside_band",
            """
            if of_given is None or of_taken is None:
                return True
            """,
            """
            if of_given is None or of_taken is None:
                return of_taken is None
            """,
        ),
    ),
)
