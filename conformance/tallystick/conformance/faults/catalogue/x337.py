from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x337",
    clause="CMD-051",
    fault_class="form",
    seen="books that report every order that leaves them as removed",
    does="A maker that was traded whole is reported as removed.",
    changes=(
        Change(
            "walk._trade",
            "events = (*progress.events, traded, *buyer_fee, *seller_fee)",
            """
            events = (*progress.events, traded, *buyer_fee, *seller_fee)
            if maker.open_lots == 0:
                events = (*events, removal(maker, RemovalCause.UNFILLED))
            """,
        ),
    ),
)
