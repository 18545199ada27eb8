from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p18",
    clause="PRP-033",
    fault_class="settlement",
    seen="engines that think of third parties last",
    does="Buyer and seller pay each other before any third party is paid.",
    changes=(
        Change(
            "settlement.pay_owed",
            """
            payments = [
                *((third, party, atoms) for third, (party, atoms) in owed.thirds.items()),
                *_to_thirds(owed, first),
                (first, second, between),
                *_to_thirds(owed, second),
            ]
            """,
            """
            payments = [
                *((third, party, atoms) for third, (party, atoms) in owed.thirds.items()),
                (first, second, between),
                *_to_thirds(owed, first),
                *_to_thirds(owed, second),
            ]
            """,
        ),
    ),
)
