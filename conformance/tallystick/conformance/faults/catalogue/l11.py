from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l11",
    clause="LND-047",
    fault_class="swap",
    seen="swaps that put one loan in the place of the other",
    does="What is handed over is due with the own loan, if that ends earlier.",
    changes=(
        Change(
            "swap._hand_over",
            """
            passed = evolve(
                passing,
                lender=own.lender,
                return_rate=own.return_rate,
                returnable=own.returnable,
                extensible=own.extensible and own.rate <= loan.rate,
            )
            """,
            """
            passed = evolve(
                passing,
                lender=own.lender,
                due=min(passing.due, own.due),
                return_rate=own.return_rate,
                returnable=own.returnable,
                extensible=own.extensible and own.rate <= loan.rate,
            )
            """,
        ),
    ),
)
