from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p16",
    clause="PRP-017",
    fault_class="funding",
    seen="contracts that keep funding as a fraction and price it when it is paid",
    does="Accrued funding is priced again at the mark at which it is settled.",
    changes=(
        Change(
            "perpetual.leg_value",
            "lots * price - cost - accrued_funding(lots, index, funding_base)",
            """
            lots * price - cost - (
                accrued_funding(lots, index, funding_base) * price // (cost // lots)
            )
            """,
        ),
    ),
)
