from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r09",
    clause="MGN-031",
    fault_class="checks",
    seen="pre-trade checks that do not know the fill",
    does="A command is judged by what its account was worth before it.",
    changes=(
        Change(
            "margin._violation",
            "is_negative = valuation.initial_atoms < 0",
            "is_negative = valuation_of(before, account).initial_atoms < 0",
        ),
    ),
)
