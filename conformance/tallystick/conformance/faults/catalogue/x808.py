from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x808",
    clause="LND-007",
    fault_class="walk",
    seen="ours",
    does="Where no loan can be opened any more, expired offers are still cleared away.",
    changes=(
        Change(
            "walk._meet_makers",
            """
            if is_venue_full(progress.state, taker.market):
                return progress, RemovalCause.LOAN_LIMIT
            if not is_live(maker.expires_at, progress.state.now):
                progress = _remove_maker(progress, maker, RemovalCause.EXPIRED)
                continue
            """,
            """
            if not is_live(maker.expires_at, progress.state.now):
                progress = _remove_maker(progress, maker, RemovalCause.EXPIRED)
                continue
            if is_venue_full(progress.state, taker.market):
                return progress, RemovalCause.LOAN_LIMIT
            """,
        ),
    ),
)
