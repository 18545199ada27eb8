"""The table of control (LIQ-040) has every command once, and who may give it as CMD-010 says."""

import re
from collections import Counter
from typing import get_args

from tallystick.reference.types.commands import Command
from tests.spec.test_clauses import clause_text

NAME = re.compile(r"`([a-z_]+)`")
OF_THE_CALLER = {"renew_loan", "liquidate", "swap_for_target"}
"""Commands of an account about another one: for CMD-010 they are of their own account."""


def words() -> set[str]:
    """The commands of chapter 03, by their words."""
    return {re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower() for kind in get_args(Command)}


def table() -> list[tuple[str, list[str], list[str]]]:
    """The rows of LIQ-040: who, the commands, the clauses."""
    rows = [
        line.split("|")[1:-1] for line in clause_text("LIQ-040").splitlines() if line[:1] == "|"
    ]
    return [
        (who.strip(), NAME.findall(names), re.findall(r"[A-Z]{3}-[0-9]{3}", clauses))
        for _what, who, names, clauses in rows[2:]
    ]


def given_by() -> dict[str, str]:
    """Who gives each command, by CMD-010."""
    text = clause_text("CMD-010")
    by_delegates = text[text.index("`place_order`") : text.index("also from its delegates")]
    by_operator = text[text.index("`list_asset`") : text.index("are accepted only from the")]
    by_all = text[text.index("`roll_loan`") : text.index("from every principal. Otherwise")]
    found = dict.fromkeys(words(), "owner")
    for part, who in ((by_delegates, "delegates"), (by_operator, "operator"), (by_all, "all")):
        found |= dict.fromkeys(NAME.findall(part), who)
    return found | {"open_account": "all"}


def test_every_command_stands_in_one_row() -> None:
    counts = Counter(name for _who, names, _clauses in table() for name in names)
    assert counts == Counter(words())


def test_every_row_names_who_may_as_the_clause_on_authority_does() -> None:
    given = given_by()
    expected = {
        "the owner and his delegates": "delegates",
        "the owner alone": "owner",
        "the operator": "operator",
        "anybody": "all",
    }
    for who, names, _clauses in table():
        allowed = next((each for start, each in expected.items() if who.startswith(start)), "")
        for name in names:
            if name in OF_THE_CALLER:
                assert (allowed, given[name]) in {("all", "delegates"), ("all", "owner")}, name
            else:
                assert given[name] == allowed, name


def test_every_row_but_the_last_names_its_clauses() -> None:
    *rows, last = table()
    assert all(clauses for _who, _names, clauses in rows)
    assert last == ("nobody", [], [])
