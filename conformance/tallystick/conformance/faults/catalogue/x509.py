from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x509",
    clause="SPT-011",
    fault_class="fees",
    seen="venues whose fee tier is looked up at every fill",
    does="An amend makes an order free of fees if the account has become exempt.",
    changes=(
        Change(
            "trading.amend_order",
            "amended = evolve(former, price=command.price, open_lots=command.open_lots)",
            """
            amended = evolve(former, price=command.price, open_lots=command.open_lots)
            if state.accounts[former.account].fee_exempt:
                amended = evolve(amended, maker_fee_rate=FeeRate(0), taker_fee_rate=FeeRate(0))
            """,
        ),
    ),
)
