"""Lives and lists of loans as plain text of at most 100 columns."""

from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import groupby
from textwrap import wrap
from typing import ParamSpec

from tallystick.conformance.explain.lives import History, Moment
from tallystick.conformance.explain.states import Machine, state_of
from tallystick.conformance.explain.sums import HOUR_MILLISECONDS, Sum
from tallystick.conformance.explain.touches import Payment, Touch
from tallystick.conformance.explain.views import Settlement, loans_of, next_due, settlement
from tallystick.conformance.wire import word
from tallystick.reference.types.commands import Command
from tallystick.reference.types.dump import LoanDump
from tallystick.reference.types.loan_events import LoanExtended, LoanOpened, LoanTermsSet
from tallystick.reference.types.units import AccountId, LoanId, Milliseconds

WIDTH = 100
INDENT = " " * 4


Parameters = ParamSpec("Parameters")


def folded(tell: Callable[Parameters, Iterator[str]]) -> Callable[Parameters, Iterator[str]]:
    """The same lines, those that are too wide folded below their own margin."""

    @wraps(tell)
    def told(*arguments: Parameters.args, **options: Parameters.kwargs) -> Iterator[str]:
        for line in tell(*arguments, **options):
            margin = line[: len(line) - len(line.lstrip())] + INDENT
            yield from (
                [line]
                if len(line) <= WIDTH
                else wrap(line, WIDTH, subsequent_indent=margin, break_on_hyphens=False)
            )

    return told


@folded
def life_lines(history: History, loan: LoanId) -> Iterator[str]:
    """The life of one loan; ExplainError if there never was such a loan."""
    life = history.life(loan)
    first = life[0].touch.after
    assert first is not None
    yield f"loan {loan} of {history.name}, on {history.target}"
    lot = history.book.lot_atoms[first.asset]
    yield f"asset {first.asset}, lots of {lot} atoms; D = 87600000"
    yield f"times are days and hours since it began, at {first.start} ms"
    for _number, moments in groupby(life, key=lambda moment: moment.number):
        yield ""
        yield from _command_lines(first, list(moments))
    yield ""
    yield from _end_lines(history, loan, first)
    yield from difference_lines(history)


@folded
def list_lines(history: History, account: AccountId | None) -> Iterator[str]:
    """The loans that there are in the end, of a party or of all."""
    book = history.book
    loans = loans_of(book, account)
    whose = "all loans" if account is None else f"loans of account {account}"
    yield f"{whose} in the end of {history.name}, on {history.target}"
    yield f"now is {book.now} ms"
    if not loans:
        yield "none"
    else:
        yield _row(
            "loan", "lender", "borrower", "asset", "lots", "rate", "state", "due in", "due ms"
        )
    for loan in loans:
        yield _row(
            *(loan.loan, loan.lender, loan.borrower, loan.asset, loan.principal_lots, loan.rate),
            *(state_of(loan, book.now), clock(loan.due - book.now), loan.due),
        )
    for loan in loans:
        cost = settlement(book, loan, book.now)
        yield f"loan {loan.loan}: to settle it now costs account {loan.borrower} {_parts(cost)}"
    for text, some in (("of these", loans), ("of the venue", loans_of(book, None))):
        due = next_due(some)
        if due is not None and (account is not None or text == "of the venue"):
            yield f"next due {text}: loan {due.loan}, in {clock(due.due - book.now)}"
    yield from difference_lines(history)


@folded
def state_lines(machine: Machine) -> Iterator[str]:
    """The states, then every row of the table."""
    for state in machine.states:
        yield f"{state.name:<10} {state.condition:<30} {state.clause}"
        yield f"{'':<10} {state.meaning}"
    for row in machine.rows:
        yield ""
        role = "" if row.role == "loan" else f" as {row.role}"
        yield f"{', '.join(row.sources)} -> {row.to}"
        yield f"{INDENT}{row.event}{role} by {', '.join(row.commands)}"
        yield f"{INDENT}{row.condition} [{', '.join(row.clauses)}]"


def difference_lines(history: History) -> Iterator[str]:
    """Where the engine is not as the rules."""
    for text in history.differences:
        yield from wrap(f"DIFFERENT {text}", WIDTH, subsequent_indent=INDENT)


def clock(milliseconds: int) -> str:
    """Days and the time of day: `3 d 04:05:06`, with what is left in milliseconds."""
    sign, rest = ("-", -milliseconds) if milliseconds < 0 else ("", milliseconds)
    seconds, thousandths = divmod(rest, 1_000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    text = f"{sign}{days} d {hours:02}:{minutes:02}:{seconds:02}"
    return f"{text}.{thousandths:03}" if thousandths else text


def _command_lines(first: LoanDump, moments: Sequence[Moment]) -> Iterator[str]:
    one = moments[0]
    before = one.touch.before
    at = clock(one.now - first.start)
    told = f"; {_hours(before, one.now)}" if before else ""
    yield f"{at}  command {one.number}, {_named(one.command)}{told}"
    for moment in moments:
        yield from _touch_lines(moment.touch, first.start)


def _touch_lines(touch: Touch, start: Milliseconds) -> Iterator[str]:
    words = "; ".join((*_facts(touch, start), *touch.words))
    name = word(type(touch.event))
    head = f"{name}: {words}" if words else name
    yield from wrap(head, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT * 2)
    yield from _sum_lines(touch.sums)
    for payment in touch.payments:
        yield f"{INDENT * 2}{_paid(payment)}"
    for problem in touch.problems:
        yield f"{INDENT * 2}DIFFERENT {problem}"
    if touch.after is None and touch.before is not None:
        yield f"{INDENT * 2}nothing of the loan is left: it has ended"


def _facts(touch: Touch, start: Milliseconds) -> Iterator[str]:
    """What an event says of the loan."""
    loan = touch.after
    if loan is None:
        return
    if isinstance(touch.event, LoanOpened):
        yield f"{loan.principal_lots} lots from account {loan.lender} to account {loan.borrower}"
        yield f"rate {loan.rate}"
        yield f"due {clock(loan.due - start)}"
        yield f"fee rate {loan.fee_rate}, cap {loan.fee_left_atoms}"
        yield f"keeper fee {loan.keeper_fee_atoms}"
    if isinstance(touch.event, LoanExtended):
        yield f"due {clock(loan.due - start)}"
    if isinstance(touch.event, LoanOpened | LoanTermsSet):
        yield _terms(loan)
    elif touch.before is not None and touch.before.principal_lots != loan.principal_lots:
        yield f"{touch.before.principal_lots} lots become {loan.principal_lots}"


def _end_lines(history: History, loan_id: LoanId, first: LoanDump) -> Iterator[str]:
    book = history.book
    loan = book.loans.get(loan_id)
    if loan is None:
        yield f"{clock(book.now - first.start)}  in the end: ended"
        return
    yield f"{clock(book.now - first.start)}  in the end: {_hours(loan, book.now)}"
    lots = f"{loan.principal_lots} lots, {book.atoms_of(loan)} atoms"
    yield f"{INDENT}account {loan.lender} lends account {loan.borrower} {lots}, at {loan.rate}"
    yield f"{INDENT}due {clock(loan.due - first.start)}; {_terms(loan)}"
    yield f"{INDENT}returns at {loan.return_rate}; fee cap left {loan.fee_left_atoms}"
    for claim in loan.claims:
        amounts = f"{claim.interest_atoms} interest, {claim.fee_atoms} fee"
        yield f"{INDENT}claim of account {claim.account}: {amounts}"
    times = [("now", book.now)]
    if loan.due > book.now:
        times.append(("at due", loan.due))
    for name, at in times:
        cost = settlement(book, loan, at)
        yield f"{INDENT}to settle {name} costs {_parts(cost)}"
        yield from _sum_lines(cost.sums)


def _sum_lines(sums: Sequence[Sum]) -> Iterator[str]:
    margin = INDENT * 2
    for one in sums:
        number = str(one.equals)
        text = number if one.expression == number else f"{one.expression} = {number}"
        head = f"{one.name:<22} {text}"
        yield from wrap(
            head, WIDTH, initial_indent=margin, subsequent_indent=margin + " " * 25,
            break_on_hyphens=False,
        )  # fmt: skip


def _parts(cost: Settlement) -> str:
    parts = f"claims {cost.claims_atoms} + interest {cost.interest_atoms} + fee {cost.fee_atoms}"
    return f"{parts} = {cost.total_atoms} atoms"


def _paid(payment: Payment) -> str:
    receiver = "the treasury" if payment.receiver is None else f"account {payment.receiver}"
    return f"account {payment.payer} pays {receiver} {payment.atoms} atoms: {payment.what}"


def _hours(loan: LoanDump, at: Milliseconds) -> str:
    begun = -(-(at - loan.start) // HOUR_MILLISECONDS)
    return f"{state_of(loan, at)}; hours: {begun} begun, {loan.hours_paid} paid"


def _terms(loan: LoanDump) -> str:
    flags = (
        (loan.returnable, "returnable"),
        (loan.extensible, "extensible"),
        (loan.auto_renew, "renews"),
    )
    return ", ".join(name if flag else f"not {name}" for flag, name in flags)


def _named(command: Command) -> str:
    account = getattr(command, "account", None)
    return word(type(command)) + (f" of account {account}" if account is not None else "")


def _row(*cells: object) -> str:
    widths = (6, 8, 9, 6, 10, 6, 10, 18, 16)
    return "".join(f"{cell!s:<{width}}" for cell, width in zip(cells, widths, strict=True)).rstrip()
