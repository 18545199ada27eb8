from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="x923",
    clause="PRP-019",
    fault_class="funding rate",
    seen="ours",
    does="A trade is a sample of the prices left by the trades before it in the same walk.",
    changes=(
        Change(
            "walk._trade_perpetual",
            "with_sample(verdict.state, taker.market, progress.best, netted.lots)",
            """
            with_sample(
                verdict.state, taker.market, best_prices(progress.state, taker.market), netted.lots
            )
            """,
        ),
    ),
)
