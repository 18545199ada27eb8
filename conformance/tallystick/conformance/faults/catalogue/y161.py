from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y161",
    clause="LIQ-020",
    fault_class="progress",
    seen="ours",
    does="The caller's own debts are left alone.",
    changes=(
        Change(
            "engine._finished",
            """
            if account is not None:
                applied = pay_own_debts(applied, account)
            """,
            """
            if account is not None and not isinstance(command, Liquidate):
                applied = pay_own_debts(applied, account)
            """,
        ),
    ),
)
