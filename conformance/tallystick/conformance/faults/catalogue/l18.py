from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l18",
    clause="LND-047",
    fault_class="swap",
    seen="loans whose lender is changed and nothing else",
    does="The rate at which the new lender offers his money again is lost.",
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
                returnable=own.returnable,
                extensible=own.extensible and own.rate <= loan.rate,
            )
            """,
        ),
    ),
)
