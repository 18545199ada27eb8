from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l19",
    clause="LND-047",
    fault_class="swap",
    seen="roundings that begin anew with every part",
    does="A part that is split off has no credit, so that the borrower pays its rounding again.",
    changes=(
        Change(
            "swap._passing_credit",
            "InterestCredit(INTEREST_UNITS - 1)",
            "InterestCredit(0)",
        ),
    ),
)
