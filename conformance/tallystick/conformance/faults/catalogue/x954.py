from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x954",
    clause="PRP-041",
    fault_class="authority",
    seen="ours",
    does="Only the creditor's owner can collect.",
    changes=(
        Change(
            "settling.collect_debt",
            """
            if not debts:
                return Reason.UNKNOWN_DEBT
            """,
            """
            creditor = state.accounts.get(command.creditor)
            if creditor is not None and command.signer != creditor.owner:
                return Reason.NOT_AUTHORIZED
            if not debts:
                return Reason.UNKNOWN_DEBT
            """,
        ),
    ),
)
