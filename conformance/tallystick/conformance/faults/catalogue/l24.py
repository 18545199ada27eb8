from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="l24",
    clause="LND-050",
    fault_class="renewal",
    seen="services that are offered to all and ask nobody",
    does="A loan is renewed against the borrower's will.",
    changes=(
        Change(
            "renewal.renew_loan",
            """
            if not loan.auto_renew:
                return Reason.RENEWAL_REFUSED
            """,
            "",
        ),
    ),
)
