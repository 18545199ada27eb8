from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="r10",
    clause="MGN-031",
    fault_class="checks",
    seen="engines that check both sides of every trade",
    does="A trade whose maker is below zero is refused to its taker.",
    changes=(
        Change(
            "margin.checked",
            """
            return with_value_stated(applied, account, valuation)
            """,
            """
            makers = {each.maker_account for each in applied.events if isinstance(each, Traded)}
            if any(valuation_of(applied.state, maker).initial_atoms < 0 for maker in makers):
                return Reason.INSUFFICIENT_MARGIN
            return with_value_stated(applied, account, valuation)
            """,
        ),
    ),
)
