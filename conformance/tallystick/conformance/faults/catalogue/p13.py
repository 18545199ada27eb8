from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p13",
    clause="PRP-034",
    fault_class="settlement",
    seen="venues that stand between their members",
    does="What is owed and not paid becomes a debt to the treasury and not to the counterparty.",
    changes=(
        Change(
            "settlement.pay",
            "open_debt(so_far, payer, payee, rest) if rest > 0 else so_far",
            "open_debt(so_far, payer, TREASURY, rest) if rest > 0 else so_far",
        ),
    ),
)
