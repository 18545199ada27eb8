from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l10",
    clause="LND-040",
    fault_class="swap",
    seen="lists that are walked as they were filled",
    does="A swap looks at the oldest own loan first.",
    changes=(
        Change(
            "loans.newest_first",
            "sorted(loans, key=lambda loan: (loan.start, loan.loan), reverse=True)",
            "sorted(loans, key=lambda loan: (loan.start, loan.loan))",
        ),
    ),
)
