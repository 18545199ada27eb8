"""`tallystick explain what-if`: what a batch would leave, and every way it can end."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallystick.conformance.cli import app
from tests.conformance.cli.calling import call
from tests.conformance.explain.world_calls import HEAD, TRUE_UP, batch_file, json_of, refusal
from tests.conformance.explain.world_cases import OWES_BOTH_WAYS


def test_a_batch_is_tried_and_not_applied(tmp_path: Path) -> None:
    """Account 3 gets the 300 that its leg is worth; its stress stays 30 * 40 / 10 = 120."""
    path = batch_file(tmp_path, TRUE_UP, "")
    plain = json_of("what-if", OWES_BOTH_WAYS, "--account", "3", "--batch", path)
    assert plain.keys() == HEAD | {"batch", "outcome", "events", "before", "after"}
    assert plain["batch"]["signer"] == "13"
    assert plain["batch"]["commands"] == [{**TRUE_UP, "signer": "13", "account": "3"}]
    assert plain["outcome"]["type"] == "accepted"
    for when, net, worst, balance in (
        ("before", "300", "180", 1000000),
        ("after", "0", "-120", 1000300),
    ):
        view = plain[when]
        assert view["facing"][0]["net_atoms"] == net
        assert view["facing"][0]["worst_atoms"] == worst
        assert view["standing"]["base_atoms"] == str(balance)
        assert view["standing"]["maintenance_atoms"] == "1000180"
    told = call("explain", "what-if", OWES_BOTH_WAYS, "--account", "3", "--batch", path)
    assert "the batch of 1 command would be accepted; nothing is applied" in told.stdout
    assert "300 to 0" in told.stdout
    assert "+300" in told.stdout


def test_a_batch_comes_from_standard_input_too() -> None:
    arguments = ["explain", "what-if", OWES_BOTH_WAYS, "--account", "3", "--batch", "-", "--json"]
    result = CliRunner().invoke(app, arguments, input=json.dumps(TRUE_UP))
    assert result.exit_code == 0
    assert json.loads(result.stdout)["outcome"]["type"] == "accepted"


def test_a_batch_that_would_be_rejected_says_why_and_where(tmp_path: Path) -> None:
    path = batch_file(tmp_path, TRUE_UP, {**TRUE_UP, "market": "5"})
    arguments = ("what-if", OWES_BOTH_WAYS, "--account", "3", "--batch", path)
    plain = json_of(*arguments)
    assert plain["outcome"] == {"type": "rejected", "reason": "unknown_leg", "index": 2}
    assert plain["after"] is None
    assert plain["before"]["standing"]["base_atoms"] == "1000000"
    told = call("explain", *arguments)
    assert "would be rejected unknown_leg at index 2; nothing is applied" in told.stdout
    assert "rejected for command 2, true_up:" in told.stdout


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "line 2 of {path}, the whole line: found expecting property name"),
        ("[]", "line 2 of {path}, the whole line: found [], expected an object"),
        ({"type": "true_up", "counterparty": 1, "market": "2"},
         "line 2 of {path}, counterparty: found 1, expected a decimal string"),
        ({"type": "true_up", "market": "2"},
         'line 2 of {path}, the whole line: found no key "counterparty", expected it in true_up'),
        ({"type": "place_order",
          "order": {"order_id": "1", "market": "2", "side": "up", "price": "1", "lots": "1"}},
         'line 2 of {path}, order.side: found "up", expected one of buy, sell'),
        ({"type": "nothing"}, 'line 2 of {path}, type: found "nothing", expected one of'),
        ({"type": "advance_time", "signer": "0", "now": "1"},
         'line 2 of {path}, type: found "advance_time", expected one of place_order,'),
        ("\ud83d".encode("utf-16-le", "surrogatepass").decode("latin-1"), "line 2 of {path}, "),
    ],
)  # fmt: skip
def test_a_line_that_is_no_command_is_named_with_its_field(
    tmp_path: Path, line: object, told: str
) -> None:
    path = batch_file(tmp_path, TRUE_UP, line)
    text = refusal("what-if", OWES_BOTH_WAYS, "--account", "3", "--batch", path)
    assert text.startswith(told.format(path=path))


def test_a_file_that_is_no_batch_is_one_line(tmp_path: Path) -> None:
    asked = ("what-if", OWES_BOTH_WAYS, "--account", "3", "--batch")
    assert "has no command" in refusal(*asked, batch_file(tmp_path, "", " "))
    many = batch_file(tmp_path, *[TRUE_UP] * 1025)
    assert "has 1025 commands, and no batch so many" in refusal(*asked, many)
    assert "cannot read" in refusal(*asked, str(tmp_path / "none.jsonl"))
    assert "cannot read" in refusal(*asked, str(tmp_path))
    assert "cannot read" in refusal(*asked, "a\0b")
    big = tmp_path / "big"
    big.write_bytes(b" " * (4 * 2**20 + 1))
    assert "is longer than" in refusal(*asked, str(big))
