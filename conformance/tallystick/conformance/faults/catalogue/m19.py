from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="m19",
    clause="MAT-022",
    fault_class="walk",
    seen="loops that test for an empty taker after the trade and not before",
    does="A taker that is filled exactly makes one more trade, of no lots.",
    changes=(
        Change(
            "walk._meet_makers",
            """
            if taker.open_lots == 0 or maker is None:
                return progress, None
            """,
            """
            if maker is None:
                return progress, None
            if taker.open_lots == 0:
                if progress.traded_lots > 0 and crosses(taker.side, taker.price, maker.price):
                    progress = _trade(progress, maker, Lots(0), False)
                return progress, None
            """,
        ),
    ),
)
