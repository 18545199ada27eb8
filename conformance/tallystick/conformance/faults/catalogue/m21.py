from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m21",
    clause="CMD-041",
    fault_class="amend",
    seen="engines that cancel and place again whatever is amended",
    does="An amend to what the order is already loses its place.",
    changes=(
        Change(
            "trading.amend_order",
            """
            if (command.price, command.open_lots) == (former.price, former.open_lots):
                return Applied(state, ())
            """,
            "",
        ),
        Change(
            "trading.re_enters",
            "command.price != former.price or command.open_lots > former.open_lots",
            "command.price != former.price or command.open_lots >= former.open_lots",
        ),
    ),
)
