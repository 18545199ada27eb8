from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="p05",
    clause="PRP-061",
    fault_class="netting",
    seen="engines that settle whoever is touched at the last price",
    does="A third party's leg is settled at the price of the trade and not at the mark.",
    changes=(
        Change(
            "netting.net",
            "after = _carried_out(netted, market, step)",
            """
            after = _carried_out(netted, market, step)
            for leg in step.losing:
                if (leg.long_account, leg.short_account) != (seller, buyer):
                    more = Atoms(leg.lots * (price - mark))
                    after = evolve(after, owed=_with_value(after.owed, leg, more))
            """,
        ),
    ),
)
