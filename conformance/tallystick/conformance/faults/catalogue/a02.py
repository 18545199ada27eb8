from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="a02",
    clause="CMD-022",
    fault_class="authority",
    seen="sessions that outlive the right they were opened with",
    does="A removed delegate trades on.",
    changes=(
        Change(
            "state.Account",
            "orders: Mapping[OrderId, Order]",
            """
            orders: Mapping[OrderId, Order]
            former: tuple[PrincipalId, ...] = ()
            """,
        ),
        Change(
            "accounts.remove_delegate",
            "evolve(account, delegates=delegates)",
            "evolve(account, delegates=delegates, former=(*account.former, command.delegate))",
        ),
        Change(
            "authority.is_authorized",
            "(account.owner, *account.delegates)",
            "(account.owner, *account.delegates, *account.former)",
        ),
    ),
)
