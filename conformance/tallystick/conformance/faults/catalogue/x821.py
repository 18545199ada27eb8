from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x821",
    clause="LND-038",
    fault_class="loan terms",
    seen="ours",
    does="Each party sets the terms of the other.",
    changes=(
        Change(
            "lending.set_loan_terms",
            """
            if foreign:
                return Reason.TERMS_OF_OTHER_PARTY
            """,
            "",
        ),
    ),
)
