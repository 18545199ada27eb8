"""What anyone may look at beside the dump.

Loans (LND-060), legs and settlement debts (PRP-064), the value of an account (MGN-060), who is open
to liquidation and whom he faces (LIQ-045).
"""

from attrs import frozen

from tallystick.reference.counterparties import contracts_of, value_between, worst_between
from tallystick.reference.debts import owed_by, owed_to
from tallystick.reference.ledger import balance_of
from tallystick.reference.legs import funding_accrued, mark_of, position_of, value_at
from tallystick.reference.numbers import floor_div
from tallystick.reference.payments import SettlementCost, cost_of_settling
from tallystick.reference.soundness import is_sound
from tallystick.reference.state import BASE_ASSET, Loan, State
from tallystick.reference.types.certificate import Certificate
from tallystick.reference.types.units import AccountId, Atoms, LegId, LoanId, MarketId, Milliseconds
from tallystick.reference.valuation import certificate_of, valuation_of


def loans_of(state: State, account: AccountId) -> tuple[Loan, ...]:
    """The loans to which an account is party, ascending by id; none of an unknown one (LND-060)."""
    loans = state.loans.values()
    return tuple(loan for loan in loans if account in (loan.lender, loan.borrower))  # [LND-060]


def settlement_cost(state: State, loan: LoanId, at: Milliseconds) -> SettlementCost:
    """What it costs the borrower to settle a loan at a time; KeyError if there is no such loan.

    The loan as it stands now, that is: if nobody pays until then (LND-060, LND-023).
    """
    return cost_of_settling(state, state.loans[loan], at)  # [LND-060]


def next_due(state: State) -> Loan | None:
    """The loan that falls due next: least by due time, then by id; None if there is none."""
    loans = state.loans.values()
    return min(loans, key=lambda loan: (loan.due, loan.loan), default=None)  # [LND-060]


@frozen
class LegView:
    """A leg as one of its parties sees it: lots, value, profit and funding have his sign.

    `value_atoms` is the unrealised profit less the accrued funding (PRP-003, PRP-064).
    """

    market: MarketId
    leg: LegId
    counterparty: AccountId
    position_lots: int
    value_atoms: Atoms
    profit_atoms: Atoms
    funding_atoms: Atoms


def position(state: State, account: AccountId, market: MarketId) -> int:
    """The position of an account in a market, 0 of an unknown account (PRP-064, PRP-004).

    KeyError if there is no such market.
    """
    return position_of(state.markets[market], account)  # [PRP-064]


def legs_of(state: State, account: AccountId) -> tuple[LegView, ...]:
    """The legs of an account, ascending by market, then by leg; none of an unknown one."""
    views = []
    for market in state.markets.values():
        for _, leg in sorted(market.legs.items()):
            if account not in (leg.long_account, leg.short_account):
                continue
            is_long = leg.long_account == account
            sign = 1 if is_long else -1  # [PRP-003] [PRP-064]
            value = value_at(market, leg, mark_of(state, market.market))
            funding = funding_accrued(market, leg)
            view = LegView(
                market=market.market,
                leg=leg.leg,
                counterparty=leg.short_account if is_long else leg.long_account,  # [PRP-064]
                position_lots=sign * leg.lots,  # [PRP-004]
                value_atoms=Atoms(sign * value),  # [PRP-003]
                profit_atoms=Atoms(sign * (value + funding)),  # [PRP-064]
                funding_atoms=Atoms(sign * funding),  # [PRP-064]
            )
            views.append(view)
    return tuple(views)


def owed_atoms(state: State, account: AccountId) -> Atoms:
    """What an account owes in settlement debts (PRP-064)."""
    return owed_by(state, account)  # [PRP-064]


def claimed_atoms(state: State, account: AccountId) -> Atoms:
    """What others owe an account, or the treasury as 0, in settlement debts (PRP-064)."""
    return owed_to(state, account)  # [PRP-064]


def wealth(state: State, account: AccountId) -> Atoms:
    """Base balance, claims less debts, and the values of all legs; KeyError if unknown."""
    values = sum(view.value_atoms for view in legs_of(state, account))
    debts = claimed_atoms(state, account) - owed_atoms(state, account)
    return Atoms(balance_of(state, account, BASE_ASSET) + debts + values)  # [PRP-060]


def risk_based_value(state: State, account: AccountId) -> tuple[Atoms, Atoms]:
    """RBV initial and maintenance, in base atoms; KeyError of an unknown account (MGN-024)."""
    valuation = valuation_of(state, account)
    return valuation.initial_atoms, valuation.maintenance_atoms  # [MGN-060]


def certificate(state: State, account: AccountId, announced: bool = False) -> Certificate:
    """How the RBV of an account come about; KeyError of an unknown account (MGN-060).

    With `announced` under the announced risk values of all assets, where there are any.
    """
    return certificate_of(state, account, announced)  # [MGN-060]


@frozen
class CounterpartyView:
    """What a counterparty, 0 being the treasury, owes an account; itself if negative (LIQ-045).

    In base atoms, rounded down: `atoms` at the marks, `worst_atoms` in the worst piece of each
    asset at the maintenance scale. What may be done about each now is seen by asking `step`.
    """

    counterparty: AccountId
    atoms: Atoms
    worst_atoms: Atoms


def open_accounts(state: State) -> tuple[AccountId, ...]:
    """The accounts that are open to liquidation, ascending (LIQ-045)."""
    return tuple(account for account in sorted(state.accounts) if not is_sound(state, account))


def exposure(state: State, account: AccountId) -> tuple[CounterpartyView, ...]:
    """Each counterparty of an account, ascending; none of an unknown one (LIQ-045).

    What a batch would leave of it is seen by asking in the state after the batch.
    """
    views = []
    for other, contracts in contracts_of(state, account).items():
        value = value_between(state, contracts)
        atoms = Atoms(floor_div(value.numerator, value.denominator))  # [LIQ-045]
        worst = worst_between(state, contracts)
        views.append(CounterpartyView(other, atoms, worst))
    return tuple(views)
