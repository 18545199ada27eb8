from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y220",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does=(
        "Whether an account is bankrupt is judged with the interest until the end of its "
        "loans and the haircut."
    ),
    changes=(
        Change(
            "bankruptcy.is_bankrupt",
            "net_worth_of(state, target) < 0",
            """
            _value_at(
                tuple(
                    evolve(part, orders=(), risk=NO_RISK) for part in exposures(state, target)
                ),
                1,
                margin_parameters(state),
            ) < 0
            """,
        ),
        Change(
            "bankruptcy",
            "from tallystick.reference.verdict import Applied, Verdict",
            """
            from tallystick.reference.exposure import exposures
            from tallystick.reference.pricing import NO_RISK, margin_parameters
            from tallystick.reference.valuation import _value_at
            from tallystick.reference.verdict import Applied, Verdict
            """,
        ),
    ),
)
