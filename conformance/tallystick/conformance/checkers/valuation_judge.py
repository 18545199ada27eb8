"""Whether a command left everybody as sound as chapters 08 and 09 say (INV-018).

The judge sees the dump before a command, the command, its outcome and the dump after it, and no
engine. It says nothing of rejected commands.
"""

from collections.abc import Iterator

from tallystick.conformance.checkers.contracts import contracts_of
from tallystick.conformance.checkers.liquidation_judge import liquidation_violations
from tallystick.conformance.checkers.registry import BASE_ASSET
from tallystick.conformance.checkers.valuation import Portfolios, Values, margin_of
from tallystick.conformance.checkers.valuation_below import below_zero_faults
from tallystick.conformance.checkers.valuation_case import Case
from tallystick.conformance.checkers.valuation_orders import Walked, is_checked
from tallystick.conformance.checkers.valuation_parts import PRICE_UNIT, mark_of, risk_of
from tallystick.conformance.checkers.violation import Violation
from tallystick.reference.types.commands import (
    AdvanceTime,
    Batch,
    Command,
    SetFeeExempt,
    SetMark,
    Transfer,
    Withdraw,
)
from tallystick.reference.types.dump import LoanDump, StateDump
from tallystick.reference.types.liquidation_commands import (
    DeclareBankruptcy,
    Liquidate,
    SwapForTarget,
)
from tallystick.reference.types.loan_commands import RenewLoan, RollLoan, SwapLoan
from tallystick.reference.types.margin_commands import SetRisk
from tallystick.reference.types.margin_events import AccountValued
from tallystick.reference.types.outcome import Accepted, Outcome
from tallystick.reference.types.perp_commands import CollectDebt
from tallystick.reference.types.units import AccountId, Atoms, LoanId

CAP_SLACK_ATOMS = 2
"""A fee that reaches its cap costs the borrower less than this, in atoms of the asset (MGN-073)."""
_ANYBODY = (SetMark, SetRisk, AdvanceTime)
_OF_NO_ACCOUNT = (SetFeeExempt, CollectDebt)
"""They name an account, but are not commands of it (CMD-010)."""


class ValuationJudge:
    """Judges the commands of one venue; what it valued last it does not value again."""

    def __init__(self) -> None:
        """Begin anywhere."""
        self._last: tuple[StateDump, Portfolios, dict[AccountId, Values]] | None = None

    def judge(
        self, before: StateDump, command: Command, outcome: Outcome, after: StateDump
    ) -> tuple[Violation, ...]:
        """What a command violates of chapters 08 and 09 in values, and of INV-018.

        `before` and `after` are dumps of the same venue; in profiles without chapter 08, and of
        rejected commands, nothing is found.
        """
        if not isinstance(outcome, Accepted) or after.parameters.margin is None:
            return ()
        portfolios_before, values_before = self._valued(before)
        portfolios_after, values_after = self._valued(after)
        case = Case(
            *(before, command, outcome, after),
            *(portfolios_before, portfolios_after, values_before, values_after),
        )
        found = [Violation("INV-018", text) for text in _made_poorer(case)]
        return (*found, *_of_own_account(case), *liquidation_violations(case))

    def _valued(self, dump: StateDump) -> tuple[Portfolios, dict[AccountId, Values]]:
        if self._last is None or self._last[0] is not dump:
            portfolios = Portfolios(dump)
            self._last = (dump, portfolios, portfolios.all_values())
        return self._last[1], self._last[2]


def own_account(command: Command) -> AccountId | None:
    """The account that a command is of, of a transfer the giver; None if it is of none."""
    if isinstance(command, _OF_NO_ACCOUNT):
        return None
    account: AccountId | None = getattr(command, "account", None)
    return account


def _made_poorer(case: Case) -> Iterator[str]:
    """Who has lost RBV by a command that may not have taken it (INV-018)."""
    if isinstance(case.command, _ANYBODY):
        return
    spared = _may_fall(case)
    for account, before in case.values_before.items():
        after = case.values_after.get(account, before)
        if account in spared or (after[0] >= before[0] and after[1] >= before[1]):
            continue
        for name, index, bound in _falls(case, account):
            fall = before[index] - after[index]
            if fall > bound:
                slack = f", which may lose up to {bound}" if bound else ""
                yield (
                    f"{type(case.command).__name__} lowers the RBV {name} of account {account}"
                    f"{slack} from {before[index]} to {after[index]}"
                )


def _may_fall(case: Case) -> set[AccountId]:
    own = own_account(case.command)
    spared = set() if own is None else {own}
    if isinstance(case.command, Liquidate | SwapForTarget | DeclareBankruptcy):
        spared |= {case.command.target, *contracts_of(case.before, case.command.target)}
    if isinstance(case.command, RenewLoan | RollLoan):
        spared |= {one.borrower for one in _loans(case.before, case.command.loan)}
    return spared


def _falls(case: Case, account: AccountId) -> Iterator[tuple[str, int, int]]:
    """Name and index of both RBV, and how many base atoms the account may lose of each."""
    margin = margin_of(case.before)
    scales = (margin.initial_scale_permille, margin.maintenance_scale_permille)
    for index, (name, scale) in enumerate(zip(("initial", "maintenance"), scales, strict=True)):
        yield name, index, sum(_slack(case, loan, scale) for loan in _capped(case, account))


def _capped(case: Case, account: AccountId) -> Iterator[LoanDump]:
    """Loans of a borrower that the command swapped and whose fee it brought to its cap."""
    inner = case.command.commands if isinstance(case.command, Batch) else (case.command,)
    swapped = {one.loan for one in inner if isinstance(one, SwapLoan)}
    for loan_id in sorted(swapped):
        for loan in _loans(case.before, loan_id):
            is_capped = all(one.fee_left_atoms == 0 for one in _loans(case.after, loan_id))
            if loan.borrower == account and loan.fee_left_atoms and is_capped:
                yield loan


def _slack(case: Case, loan: LoanDump, scale_permille: int) -> int:
    """Base atoms, rounded up, that less than two atoms of an asset may be worth in any piece."""
    asset = next(one for one in case.before.assets if one.asset == loan.asset)
    risk = risk_of(asset)
    dearest = PRICE_UNIT + (risk.risk_permille + risk.slippage_permille) * scale_permille
    atoms = CAP_SLACK_ATOMS * mark_of(asset) * dearest
    return -(-atoms // (asset.lot_atoms * PRICE_UNIT))


def _of_own_account(case: Case) -> Iterator[Violation]:
    """What a checked command must be accepted for, and say (MGN-031 to MGN-034, MGN-052)."""
    account = own_account(case.command)
    if isinstance(case.command, Liquidate):
        return
    stated = [one for one in case.outcome.events if isinstance(one, AccountValued)]
    walked = Walked()
    if account is not None:
        walked = Walked.of_events(case.before, account, case.outcome.events)
    is_known = account in case.values_before and account in case.values_after
    if account is None or not is_known or not is_checked(case.command, walked):
        if stated:
            yield Violation("MGN-032", f"{type(case.command).__name__} states {stated[0]}")
        return
    yield from _of_stated(case, account, stated)
    before, after = case.values_before[account], case.values_after[account]
    fell = after[0] < before[0] or after[1] < before[1]
    who = f"{type(case.command).__name__} leaves account {account}"
    if after.initial_atoms < 0:
        is_giving = isinstance(case.command, Withdraw | Transfer)
        texts = ["it gives away"] if is_giving else list(_below_zero(case, account, walked))
        if fell and not is_giving:
            texts = [f"its RBV were {before}, are {after}", *texts]
        for text in texts:
            clause = "MGN-031" if fell or is_giving else "MGN-040"
            yield Violation(clause, f"{who} below zero with {after.initial_atoms} atoms: {text}")
    if fell:
        yield from _of_debts(case, account, who)
        for text in _stale(case, account):
            yield Violation("MGN-052", f"{who} with less than before: {text}")
    yield from _of_swap(case)


def _of_debts(case: Case, account: AccountId, who: str) -> Iterator[Violation]:
    """MGN-033, of an account one of whose RBV is lower than before."""
    before, after = (
        sum(debt.atoms for debt in dump.debts or () if debt.debtor == account)
        for dump in (case.before, case.after)
    )
    if after > before:
        text = f"with less than before and debts of {after} atoms, before of {before}"
        yield Violation("MGN-033", f"{who} {text}")


def _of_stated(case: Case, account: AccountId, stated: list[AccountValued]) -> Iterator[Violation]:
    values = case.values_after[account].stated()
    initial, maintenance = values
    wanted = AccountValued(account, Atoms(initial), Atoms(maintenance))
    if stated != [wanted] or case.outcome.events[-1] != wanted:
        found = "; ".join(map(str, stated)) or "nothing"
        yield Violation("MGN-032", f"stated is {found}, and it is {wanted}, last of all")


def _below_zero(case: Case, account: AccountId, walked: Walked) -> Iterator[str]:
    parts = (one.parts(account) for one in (case.portfolios_before, case.portfolios_after))
    yield from below_zero_faults(case.after, account, walked, *parts)


def _stale(case: Case, account: AccountId) -> Iterator[str]:
    """Assets with old marks in which the account has something, before or after (MGN-052)."""
    valid_ms, now = margin_of(case.after).mark_valid_ms, case.after.now
    parts = {**case.portfolios_before.parts(account), **case.portfolios_after.parts(account)}
    for asset, part in sorted(parts.items()):
        marked = part.asset.mark_time
        if asset == BASE_ASSET or marked is None or not part.is_priced():
            continue
        if now - marked > valid_ms:
            yield f"the mark of asset {asset} is of {marked}, now is {now}"


def _of_swap(case: Case) -> Iterator[Violation]:
    """MGN-034, where nothing of the same command came before the swap."""
    if isinstance(case.command, SwapLoan):
        for loan in _loans(case.before, case.command.loan):
            maintenance = case.values_before[loan.borrower].maintenance_atoms
            if maintenance < 0:
                text = f"loan {loan.loan} was handed over, its borrower having {maintenance} atoms"
                yield Violation("MGN-034", text)


def _loans(dump: StateDump, loan: LoanId) -> Iterator[LoanDump]:
    return (one for one in dump.loans or () if one.loan == loan)
