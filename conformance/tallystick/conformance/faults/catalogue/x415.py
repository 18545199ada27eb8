from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x415",
    clause="MAT-026",
    fault_class="self-trade",
    seen="self-trade rules that go by the owner",
    does="Accounts of one owner do not trade with each other.",
    changes=(
        Change(
            "walk._meet_makers",
            "maker.account == taker.account",
            """
            progress.state.accounts[maker.account].owner == progress.state.accounts[
                taker.account
            ].owner
            """,
        ),
    ),
)
