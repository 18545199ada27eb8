from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l16",
    clause="MAT-026",
    fault_class="self-trade",
    seen="self-trade rules written for spot markets only",
    does="An account lends to itself.",
    changes=(
        Change(
            "walk._meet_makers",
            "maker.account == taker.account",
            "maker.account == taker.account and not opens_loans(progress.state, taker.market)",
        ),
    ),
)
