"""The two files of a run: what they show of a sound engine, a faulty one, an interrupted run."""

from functools import partial
from pathlib import Path

import pytest

from tallystick.conformance.campaign import sequence
from tallystick.conformance.campaign.tables import CAMPAIGNS
from tallystick.conformance.runner import Limits
from tallystick.conformance.spec_files import SPEC_VERSION
from tallystick.conformance.targets import open_engine
from tallystick.conformance.vectors import find_vector, run_vector, vector_paths, vectors_digest
from tallystick.reference.types.choices import Profile
from tallystick.reference.types.commands import Command
from tests.conformance.cli.calling import SHORT, VECTOR, call
from tests.conformance.reports.conftest import Run
from tests.conformance.reports.pages import LOADING, Page

FLOW = "generated flow"


def assert_loads_nothing(page: Page) -> None:
    tags = {tag for tag, _attributes in page.elements}
    assert tags.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "base", "form"})
    for _tag, attributes in page.elements:
        assert not any(name in LOADING or name.startswith("on") for name in attributes)
    assert all(link.removeprefix("#") in page.ids and link[0] == "#" for link in page.links)


def test_a_conformant_run(run: Run) -> None:
    exit_code, xml, html = run("fast", *SHORT)
    assert exit_code == 0
    assert [suite.get("name") for suite in xml] == ["vectors", "campaigns", "flow", "run"]
    # A vector, a campaign of every profile and preset, a flow, and the run itself.
    assert xml.attrib["tests"] == str(3 + len(CAMPAIGNS))
    assert (xml.get("failures"), xml.get("errors"), xml.get("skipped")) == ("0", "0", "0")
    assert [case.get("name") for case in xml.iter("testcase")][:2] == [
        VECTOR,
        "campaign match/1 minimal",
    ]
    page = Page(html)
    assert_loads_nothing(page)
    assert "conformant as far as it was asked to run" in page.text
    assert f"version {SPEC_VERSION}" in page.text
    assert vectors_digest() in page.text
    assert html.count("url(") == html.count("@import") == html.count("//") == 0
    assert "What was found" not in page.text
    assert "1,000 of 1,000" in page.text
    assert "tallystick run fast --commands 1000 --flow-commands 300" in page.text


def test_the_command_line_in_the_page_repeats_the_run(run: Run) -> None:
    chosen = ("--seed", "7", "--vectors-only", "--profile", "spot/1", "--vector", VECTOR)
    _exit_code, xml, html = run("fast:interpreted", *chosen, "--vector", "cmd-cancel-all")
    (told,) = (each.get("value") for each in xml.iter("property") if each.get("name") == "repeat")
    assert told is not None
    assert told in Page(html).text
    words = told.split()
    assert words[:3] == ["tallystick", "run", "fast:interpreted"]
    for option, given in (("--seed", "7"), ("--profile", "spot/1"), ("--commands", "20000")):
        assert words[words.index(option) + 1] == given
    assert words.count("--vector") == 2
    assert "--html" not in words
    assert "--junit" not in words
    assert call(*words[1:]).exit_code == 0


def test_a_faulty_engine_is_shown_step_by_step(run: Run) -> None:
    exit_code, xml, html = run("faulty:m01", "--commands", "500", "--flow-commands", "300")
    assert exit_code == 1
    failed = {
        case.get("name"): failure.text or ""
        for case in xml.iter("testcase")
        for failure in case.iter("failure")
    }
    # m01 trades at the taker's price, where MAT-029 says the maker's.
    text = failed["campaign match/1 minimal"]
    for part in (
        "clause    MAT-029",
        "step  ",
        "expected  ",
        "got  ",
        "replay    tallystick replay",
    ):
        assert part in text
    errors = {
        case.get("name"): error.get("message")
        for case in xml.iter("testcase")
        for error in case.iter("error")
    }
    assert errors == {
        "campaign match/1 world": "not run",
        "campaign spot/1 minimal": "not run",
        "campaign spot/1 world": "not run",
        "campaign lend/1 minimal": "not run",
        "campaign lend/1 world": "not run",
        "campaign perp/1 minimal": "not run",
        "campaign perp/1 world": "not run",
        "campaign margin/1 minimal": "not run",
        "campaign margin/1 world": "not run",
        "campaign margin/1 hardened": "not run",
        "campaign world/1 minimal": "not run",
        "campaign world/1 world": "not run",
        "campaign world/1 hardened": "not run",
        FLOW: "not run",
    }
    assert "verdict" in failed
    page = Page(html)
    assert_loads_nothing(page)
    assert "diverged in match/1: campaign match/1 minimal" in page.text
    assert "place_order signer=" in page.text
    assert "=> order_accepted, order_rested" in page.text
    assert page.marked
    assert {word.partition("=")[0] for mark in page.marked for word in mark.split()} == {"price"}
    assert "tallystick replay tallystick-faulty-m01-MAT-029.json" in page.text


def test_every_vector_is_told_as_it_ran(run: Run) -> None:
    """The two files agree with each other, and with the vectors run one by one."""
    _exit_code, xml, html = run("faulty:m01", "--vectors-only")
    told = {case.get("name"): case for case in xml.iter("testcase")}
    assert len(told) == len(vector_paths()) + 1
    text = Page(html).text
    seen = set()
    opener = partial(open_engine, "faulty:m01")
    for path in vector_paths():
        vector = find_vector(path.stem)
        finding = run_vector(vector, opener, Limits())
        assert (finding is not None) == (told[vector.id].find("failure") is not None)
        assert f"{'✗' if finding else '✓'} {vector.id}" in text
        seen.add(finding is None)
    assert seen == {True, False}


def test_an_interrupted_run_is_written_and_not_green(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(seed: int, profile: Profile, preset: str, index: int) -> tuple[Command, ...]:
        if preset == "world":
            raise KeyboardInterrupt
        return sequence(seed, profile, preset, index)

    monkeypatch.setattr("tallystick.conformance.suite.sequence", interrupted)
    exit_code, xml, html = run("fast", *SHORT)
    assert exit_code == 5
    errors = {
        case.get("name"): error.get("type")
        for case in xml.iter("testcase")
        for error in case.iter("error")
    }
    assert errors == {
        "campaign match/1 world": "incomplete",
        "campaign spot/1 minimal": "not_run",
        "campaign spot/1 world": "not_run",
        "campaign lend/1 minimal": "not_run",
        "campaign lend/1 world": "not_run",
        "campaign perp/1 minimal": "not_run",
        "campaign perp/1 world": "not_run",
        "campaign margin/1 minimal": "not_run",
        "campaign margin/1 world": "not_run",
        "campaign margin/1 hardened": "not_run",
        "campaign world/1 minimal": "not_run",
        "campaign world/1 world": "not_run",
        "campaign world/1 hardened": "not_run",
        FLOW: "not_run",
        "verdict": "incomplete",
    }
    assert "incomplete interrupted" in Page(html).text


def test_a_vector_that_was_not_run_is_not_passed(run: Run) -> None:
    _exit_code, _xml, html = run("fast", "--vector", VECTOR, "--vectors-only")
    text = Page(html).text
    assert f"✓ {VECTOR}" in text
    assert text.count("✓ ") == len(find_vector(VECTOR).clauses) + 1  # and the legend
    assert "\u2013 mat-tick" in text
    assert "not judged by vectors" in text


@pytest.mark.parametrize(
    ("target", "exit_code", "kind"),
    [("Raises", 3, "crashed"), ("Hangs", 4, "timed_out"), ("Nonsense", 3, "crashed")],
)
def test_a_crash_or_a_timeout_is_an_error(run: Run, target: str, exit_code: int, kind: str) -> None:
    seen, xml, html = run(target, *SHORT, "--step-seconds", "0.3")
    assert seen == exit_code
    assert kind in {error.get("type") for error in xml.iter("error")}
    assert kind.replace("_", " ") in Page(html).text
    assert_loads_nothing(Page(html))


WRONG = {
    "folder": (("--html", "."), ". is a directory, expected a file to write"),
    "no folder": (("--junit", "no/run.xml"), "no is not a directory"),
    "device": (("--html", "/dev/null"), "/dev/null is not a regular file"),
    "same": (("--html", "one", "--junit", "./one"), "is named for two files"),
    "same as trace": (("--html", "one", "--trace-file", "one"), "is named for two files"),
}


@pytest.mark.parametrize(("arguments", "said"), WRONG.values(), ids=WRONG)
def test_a_path_is_refused_before_the_run(
    arguments: tuple[str, ...], said: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tallystick.conformance.cli.run_plan", lambda *_all: pytest.fail("ran"))
    result = call("run", "fast", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith("error: ")
    assert said in result.stderr
    assert list(folder.iterdir()) == []


def test_a_folder_that_may_not_be_written_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # Who runs the tests may be allowed everything.
    monkeypatch.setattr(
        "tallystick.conformance.reports.files.os.access", lambda _path, _mode: False
    )
    result = call("run", "fast", "--html", "run.html")
    assert result.exit_code == 2
    assert "run.html cannot be written" in result.stderr


def test_what_cannot_be_written_after_all_is_told_and_not_conformant(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "run.xml").write_text("before", encoding="utf-8")

    def full(_path: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = call("run", "fast", "--vectors-only", "--vector", VECTOR, "--junit", "run.xml")
    assert result.exit_code == 5
    assert "verdict     conformant" in result.stdout
    assert "error: cannot write run.xml: No space left on device" in result.stderr
    assert [path.name for path in folder.iterdir()] == ["run.xml"]
    assert (folder / "run.xml").read_text(encoding="utf-8") == "before"
