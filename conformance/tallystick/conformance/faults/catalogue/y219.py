from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y219",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="An account whose RBV maintenance is negative is bankrupt.",
    changes=(
        Change(
            "bankruptcy.is_bankrupt",
            "net_worth_of(state, target) < 0",
            "valuation_of(state, target).maintenance_atoms < 0",
        ),
        Change(
            "bankruptcy",
            "from tallystick.reference.verdict import Applied, Verdict",
            """
            from tallystick.reference.valuation import valuation_of
            from tallystick.reference.verdict import Applied, Verdict
            """,
        ),
    ),
)
