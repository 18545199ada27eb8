"""A lending market on which sums are easy: at 100 basis points a lot owes an atom an hour.

Market 3 lends asset 3, in lots of 876,000 atoms, minimum 2 lots, tick 100. Unless a test says
otherwise the fee is 0 and there is no keeper fee.
"""

from typing import Any

from attrs import evolve

from tallystick.conformance.trace_text import parse_trace
from tallystick.reference.state import Loan
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.events import Event
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.units import AccountId, AssetId, LoanId
from tests.reference.venue import Venue

HOUR = 3_600_000
LOT = 876_000
TERM = 240
ASSET = AssetId(3)
OWNERS = {1: 11, 2: 12, 3: 13, 4: 14}
ROOMY = {
    "max_accounts": 4,
    "lend_fee_rate": 0,
    "keeper_fee_permille": 0,
    "rate_cap_bps": 5_000,
    "max_touches": 20,
    "max_orders_per_account": 10,
    "max_orders": 20,
    "max_loans": 20,
    "max_loans_per_account": 10,
    "max_claims": 5,
}


class Desk(Venue):
    """The example venue with that market; each account has 40 lots unless told otherwise.

    There may be an account 4, of principal 14.
    """

    def __init__(self, lots: int = 40, fee_cap_atoms: int = 10_000, **overrides: int) -> None:
        super().__init__(Profile.LEND_1, **(ROOMY | overrides))
        self.run(f"""
            list_asset signer=0 lot_atoms={LOT} fee_cap_atoms={fee_cap_atoms}
            list_market signer=0 asset=3 kind=lend tick=100 minimum_lots=2
        """)
        for account in (1, 2, 3):
            self.fund(account, lots * LOT)

    def fund(self, account: int, atoms: int) -> None:
        """Deposit atoms of asset 3."""
        if atoms:
            self.of(account, "deposit", asset=3, atoms=atoms)

    def of(self, account: int, command: str, *lines: str, **fields: object) -> tuple[Event, ...]:
        """A command that the owner of an account gives, with what it must answer; its events."""
        words = " ".join(f"{key}={_word(value)}" for key, value in fields.items())
        text = f"{command} signer={OWNERS[account]} account={account} {words}"
        outcome = self.run("\n".join((text, *(f"=> {line}" for line in lines))))
        return outcome.events if isinstance(outcome, Accepted) else ()

    def order(self, account: int, side: str, rate: int, lots: int, *lines: str, **more: Any) -> int:
        """An order of an account, with the next id of its account, which is given back."""
        order_id = self.state.accounts[AccountId(account)].last_order_id + 1
        fields = {"order_id": order_id, "market": 3, "side": side, "price": rate, "lots": lots}
        self.of(account, "place_order", *lines, **(fields | more))
        return order_id

    def lend(
        self, lender: int, borrower: int, lots: int, rate: int, *, market: int = 3, **flags: bool
    ) -> int:
        """A new loan at the present time; its id."""
        self.order(lender, "sell", rate, lots, market=market, **flags)
        self.order(borrower, "buy", rate, lots, market=market, order_type="ioc")
        loan = self.state.loans[self.state.last_loan]
        assert (loan.lender, loan.borrower, loan.principal_lots) == (lender, borrower, lots)
        return loan.loan

    def at(self, hour: int, milliseconds: int = 0) -> None:
        """Move the clock to so many hours, and milliseconds more or less."""
        self.run(f"advance_time signer=0 now={hour * HOUR + milliseconds}")

    def apply_text(self, text: str) -> Outcome:
        """Execute one command in the notation of a trace, accepted or not."""
        (step,) = parse_trace(text, self.profile).steps
        return self.apply(step.command)

    def loan(self, loan: int) -> Loan:
        """A loan as it stands."""
        return self.state.loans[LoanId(loan)]

    def atoms(self, account: int) -> int:
        """Atoms of asset 3 that an account has."""
        return self.holds(account, 3)[0]

    def change(self, loan: int, **terms: Any) -> None:
        """Give a loan terms that it would have after a longer story."""
        changed = evolve(self.loan(loan), **terms)
        self.state = evolve(self.state, loans={**self.state.loans, changed.loan: changed})


def names(events: tuple[Event, ...]) -> list[str]:
    """The classes of events, in order."""
    return [type(event).__name__ for event in events]


def _word(value: object) -> str:
    if value is None:
        return "null"
    return str(value).lower() if isinstance(value, bool) else str(value)
