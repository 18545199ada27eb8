from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y261",
    clause="LIQ-032",
    fault_class="claims left",
    seen="ours",
    does="Of claims on a loan all interest is paid before all fees.",
    changes=(
        Change(
            "closing_out.claims_left",
            "return tuple(each for each in found if each.atoms > 0)",
            """
            return tuple(
                sorted(
                    (each for each in found if each.atoms > 0),
                    key=lambda each: each.receiver == TREASURY,
                )
            )
            """,
        ),
    ),
)
