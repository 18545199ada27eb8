"""Changes: each fits in exactly one place, or is an error."""

import ast

import pytest

from tallystick.conformance.faults.change import Change, ChangeError, apply_changes


def changed_function(change: Change) -> str:
    """The source of the function of a change, after it."""
    name = change.where.split(".")[1]
    (tree,) = apply_changes([change]).values()
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef))
    return next(ast.unparse(node) for node in functions if node.name == name)


def test_an_expression_is_replaced_whatever_its_layout() -> None:
    change = Change("crossing.is_live", "now<expires_at", "True")
    assert "live = expires_at is None or True" in changed_function(change)


def test_statements_are_replaced_with_their_indentation_and_comments_left_out() -> None:
    old = """
        if order is None:
            # whatever
            return Reason.UNKNOWN_ORDER
        """
    text = changed_function(Change("trading.cancel_order", old, "pass\npass"))
    assert "    pass\n    pass\n    return Applied(" in text


def test_statements_can_be_left_out() -> None:
    change = Change("trading.cancel_order", "return Reason.UNKNOWN_ORDER", "")
    assert "if order is None:\n        pass\n" in changed_function(change)


def test_changes_of_one_module_add_up() -> None:
    changes = [
        Change("numbers.cost_atoms", "price * lots", "price + lots"),
        Change("numbers.atoms_of_lots", "lots * lot_atoms", "lots"),
        Change("crossing.crosses", "bid >= ask", "bid > ask"),
    ]
    trees = apply_changes(changes)
    assert sorted(trees) == ["crossing", "numbers"]
    source = ast.unparse(trees["numbers"])
    assert "cost = price + lots\n" in source
    assert "atoms = lots\n" in source


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (Change("nowhere", "a", "b"), "no module nowhere"),
        (Change("walk.nothing", "a", "b"), "no nothing there"),
        (Change("state.State.nothing", "a", "b"), "no nothing there"),
        (Change("walk.walk", "taker.price", "0"), "0 places"),
        (Change("walk.walk", "taker.order_type", "0"), "places, not 1"),
        (Change("walk._meet_makers", "return progress, None", "pass"), "2 places, not 1"),
        (Change("crossing.crosses", "bid >= ask", "return True"), "an expression must replace"),
    ],
)
def test_a_change_that_does_not_fit_is_an_error(change: Change, what: str) -> None:
    with pytest.raises(ChangeError, match=what):
        apply_changes([change])
