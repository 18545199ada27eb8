from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x820",
    clause="LND-038",
    fault_class="loan terms",
    seen="ours",
    does="A lender makes a loan extensible again.",
    changes=(
        Change(
            "lending.set_loan_terms",
            """
            if command.extensible is True and not loan.extensible:
                return Reason.EXTENSIBLE_IS_FINAL
            """,
            "",
        ),
    ),
)
