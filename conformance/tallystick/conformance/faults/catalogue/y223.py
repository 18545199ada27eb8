from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y223",
    clause="LIQ-030",
    fault_class="bankruptcy",
    seen="ours",
    does="Net worth counts what a debtor owes only as far as he can pay it.",
    changes=(
        Change(
            "net_worth.net_worth_of",
            "estate_of(state, account, standing.owing)",
            """
            estate_of(
                state,
                account,
                {
                    each: min(debt, balance_of(state, each, 1))
                    for each, debt in standing.owing.items()
                },
            )
            """,
        ),
    ),
)
