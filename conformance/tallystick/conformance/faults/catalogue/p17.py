from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p17",
    clause="PRP-030",
    fault_class="netting",
    seen="contracts that settle whatever they touch",
    does="A leg that gains lots is settled first.",
    changes=(
        Change(
            "netting._carried_out",
            "count = len(step.losing)",
            """
            count = len(step.losing)
            if step.gaining is not None:
                long, short = step.gaining
                legs = netted.state.markets[market]
                held = newest_leg(legs, long_account=long, short_account=short)
                if held is not None:
                    netted = _with_loss(netted, market, held, Lots(0))
            """,
        ),
    ),
)
