from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q09",
    clause="LIQ-031",
    fault_class="netting",
    seen="clearing that keeps what is owed and what is due in two books",
    does=(
        "Claims are gross, asset by asset: what a creditor owes is asked for beside what he "
        "is owed."
    ),
    changes=(
        Change(
            "net_worth.standing_of",
            """
            value = value_between(state, contracts)
            claim, debt = claim_of(-value.numerator, value.denominator), debt_of(*value)
            """,
            """
            values = [value_between(state, {asset: each}) for asset, each in contracts.items()]
            claim = sum(claim_of(-value.numerator, value.denominator) for value in values)
            debt = sum(debt_of(*value) for value in values)
            """,
        ),
    ),
)
