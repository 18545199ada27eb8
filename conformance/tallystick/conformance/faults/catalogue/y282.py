from tallystick.conformance.faults.change import Change
from tallystick.conformance.faults.fault import Fault

FAULT = Fault(
    id="y282",
    clause="LIQ-033",
    fault_class="shares",
    seen="ours",
    does="What debtors still owe is shared before the balances.",
    changes=(
        Change(
            "bankruptcy._shared",
            "paid: dict[AccountId, Ratio] = {}",
            """
            paid: dict[AccountId, Ratio] = {}
            for debtor, part in close_out.owing.items():
                shares = _shares_of(close_out, part, Ratio(1, 1), missing)
                for receiver, atoms in shares.items():
                    so_far = pay_anyone(so_far, debtor, receiver, atoms)
                    paid[receiver] = sum_of_ratios(*paid.get(receiver, NOTHING), atoms, 1)
                missing = sum_of_ratios(*missing, -sum(shares.values()), 1)
            close_out = evolve(close_out, owing={})
            """,
        ),
    ),
)
