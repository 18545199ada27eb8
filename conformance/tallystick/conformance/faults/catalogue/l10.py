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
            "swap._own_loans",
            "sorted(state.loans.values(), key=lambda own: (own.start, own.loan), reverse=True)",
            "sorted(state.loans.values(), key=lambda own: (own.start, own.loan))",
        ),
    ),
)
