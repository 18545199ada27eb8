from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a03",
    clause="CMD-025",
    fault_class="authority",
    seen="ledgers whose internal transfer asks only who sends",
    does="A transfer may go to an account of another owner.",
    changes=(
        Change(
            "accounts.transfer",
            "giver.owner != receiver.owner",
            "False",
        ),
    ),
)
