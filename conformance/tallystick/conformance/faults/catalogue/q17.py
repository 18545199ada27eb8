from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="q17",
    clause="LIQ-032",
    fault_class="netting",
    seen="defaults in which only claims against the bankrupt are looked at",
    does="A counterparty who owes more than it is owed is let off.",
    changes=(
        Change(
            "net_worth.standing_of",
            """
            if debt > 0:
                owing[other] = debt
            """,
            "",
        ),
    ),
)
