from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p14",
    clause="PRP-030",
    fault_class="netting",
    seen="venues with hedge mode",
    does="A trade only adds a leg, so that an account is long and short at once.",
    changes=(
        Change(
            "netting.next_step",
            "a = newest_leg(market, short_account=buyer)",
            "a = None",
        ),
        Change(
            "netting.next_step",
            "c = newest_leg(market, long_account=seller)",
            "c = None",
        ),
    ),
)
