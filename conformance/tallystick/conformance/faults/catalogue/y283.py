from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y283",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="Balances are shared from the last asset to base.",
    changes=(
        Change(
            "net_worth.balances_of_estate",
            "((asset, balance_of(state, target, asset)) for asset in state.assets)",
            "((asset, balance_of(state, target, asset)) for asset in reversed(state.assets))",
        ),
    ),
)
