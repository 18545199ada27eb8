from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x323",
    clause="CMD-025",
    fault_class="ledger",
    seen="ledgers that read both balances before they write either",
    does="A transfer of an account to itself makes money.",
    changes=(
        Change(
            "accounts.transfer",
            "command.account == command.to_account",
            "False",
        ),
        Change(
            "accounts.transfer",
            "state = change_balance(state, command.account, command.asset, -command.atoms)",
            """
            if command.account != command.to_account:
                state = change_balance(state, command.account, command.asset, -command.atoms)
            """,
        ),
    ),
)
