from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y269",
    clause="LIQ-032",
    fault_class="estate",
    seen="ours",
    does="Only base is a part of the estate.",
    changes=(
        Change(
            "net_worth.estate_of",
            """
            for asset, atoms in balances_of_estate(state, target):
                estate = sum_of_ratios(*estate, *at_mark(state, asset, atoms))
            """,
            "estate = Ratio(estate.numerator + balance_of(state, target, 1), 1)",
        ),
    ),
)
