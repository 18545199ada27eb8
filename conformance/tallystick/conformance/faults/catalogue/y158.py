from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y158",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="The value that is stated in the end is that of the caller.",
    changes=(
        Change(
            "engine._finished",
            """
            valuation = valuation_of(applied.state, command.target)
            applied = with_value_stated(applied, command.target, valuation)
            """,
            """
            valuation = valuation_of(applied.state, command.account)
            applied = with_value_stated(applied, command.account, valuation)
            """,
        ),
    ),
)
