from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x325",
    clause="CMD-027",
    fault_class="input",
    seen="ours",
    does="The base asset may have a spot market, in which it buys itself.",
    changes=(
        Change(
            "operations.list_market",
            "command.asset == BASE_ASSET and command.kind is not MarketKind.LEND",
            "False",
        ),
    ),
)
