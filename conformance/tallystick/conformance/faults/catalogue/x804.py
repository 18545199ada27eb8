from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x804",
    clause="LND-004",
    fault_class="fees",
    seen="ours",
    does="Who is exempt from fees pays them on interest.",
    changes=(
        Change(
            "loans.loan_fee",
            "state.accounts[account].fee_exempt",
            "False",
        ),
    ),
)
