from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x937",
    clause="PRP-032",
    fault_class="settlement",
    seen="ours",
    does="The difference between price and mark is also paid for the lots of a leg at the price.",
    changes=(
        Change(
            "netting.net",
            """
            if step.losing:
                paid = Atoms(after.owed.buyer_owes + (price - mark) * step.lots)
                after = evolve(after, owed=evolve(after.owed, buyer_owes=paid))
            """,
            """
            paid = Atoms(after.owed.buyer_owes + (price - mark) * step.lots)
            after = evolve(after, owed=evolve(after.owed, buyer_owes=paid))
            """,
        ),
    ),
)
