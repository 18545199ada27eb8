from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q05",
    clause="LIQ-016",
    fault_class="recall",
    seen="liquidations that forget what the target has lent",
    does="Loans that the target has lent vanish when it is liquidated.",
    changes=(
        Change(
            "winding_loans.recall",
            "winding = _recalled(winding, loan)",
            """
            state = winding.state
            loans = {
                number: each for number, each in state.loans.items() if number != loan.loan
            }
            state = evolve(state, loans=loans)
            winding = evolve(winding, applied=evolve(winding.applied, state=state))
            """,
        ),
    ),
)
