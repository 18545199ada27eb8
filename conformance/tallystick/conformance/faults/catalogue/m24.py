from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m24",
    clause="CMD-043",
    fault_class="order types",
    seen="engines that check a post-only replacement before they remove the order it replaces",
    does="A post-only replacement is checked against the order that it replaces.",
    changes=(
        Change(
            "trading.replace_order",
            "without = leave(state, former)",
            """
            checked = _submit(state, state, command.account, command.order, budget, leg_budget)
            if checked is Reason.POST_ONLY_CROSSES:
                return checked
            without = leave(state, former)
            """,
        ),
    ),
)
