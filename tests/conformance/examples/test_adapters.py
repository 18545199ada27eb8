"""`tallystick init-adapter`: every skeleton runs, converses, and rejects what it is asked."""

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tallystick.conformance import cli
from tallystick.conformance.examples.adapter_cli import (
    ADAPTERS,
    LANGUAGES,
    UnknownLanguageError,
    adapter_source,
    init_adapter,
)
from tests.conformance.examples.conftest import Compile
from tests.conformance.examples.pipe import HELLO, OPEN, running

CANCEL = {"type": "cancel_all", "signer": "11", "account": "1", "market": None}
BATCH = {"type": "batch", "signer": "11", "account": "1", "commands": [CANCEL, CANCEL]}
ODD = {"type": "open_account", "signer": '}],\\"{[', "list": [{}, {"type": [[]]}]}
REJECTED = {"type": "rejected", "reason": "not_in_profile", "index": 0}


def command_of_python(source: Path, compile_c: Callable[[], Compile]) -> list[str]:
    del compile_c
    return [sys.executable, "-I", "-S", str(source)]


def command_of_c(source: Path, compile_c: Callable[[], Compile]) -> list[str]:
    return [str(compile_c()(source, ("-O2",)))]


def command_of_javascript(source: Path, compile_c: Callable[[], Compile]) -> list[str]:
    del compile_c
    if (node := shutil.which("node")) is None:
        pytest.skip("node is not on the PATH")
    return [node, str(source)]


def command_of_java(source: Path, compile_c: Callable[[], Compile]) -> list[str]:
    del compile_c
    java, javac = shutil.which("java"), shutil.which("javac")
    if java is None or javac is None:
        pytest.skip("java and javac are not both on the PATH")
    told = subprocess.run(
        [javac, "-Xlint:all", "-Werror", source.name],
        cwd=source.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (told.returncode, told.stdout + told.stderr) == (0, "")
    return [java, "-XX:TieredStopAtLevel=1", "-cp", str(source.parent), "Adapter"]


COMMANDS = {
    "python": command_of_python,
    "c": command_of_c,
    "javascript": command_of_javascript,
    "java": command_of_java,
}


@pytest.fixture(scope="module", params=LANGUAGES)
def adapter(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The command line of the adapter in each language, from a file as it is printed."""
    source = tmp_path_factory.mktemp(request.param) / f"adapter.{LANGUAGES[request.param]}"
    source.write_text(adapter_source(request.param), encoding="utf-8")
    return COMMANDS[request.param](source, lambda: request.getfixturevalue("compile_c"))


def test_it_converses_and_rejects_every_command(adapter: list[str]) -> None:
    with running(adapter) as pipe:
        ready = pipe.ask({**HELLO, "spec": 'a "quoted" text with {[ and \\'})
        limits = ready.pop("limits")
        assert limits.keys() == {"frames", "bytes"}
        assert 1 <= limits["frames"] <= 64
        assert 4096 <= limits["bytes"] <= 32768
        assert ready == {
            "frame": "ready",
            "protocol": "tallystick/1",
            "engine": "my engine",
            "version": "0",
            "profiles": ["match/1"],
            "level": 0,
        }
        for _ in range(2):
            assert pipe.ask(OPEN) == {"frame": "opened"}
            assert pipe.apply([CANCEL]) == [REJECTED]
            assert pipe.apply([BATCH, ODD, CANCEL]) == [REJECTED] * 3


def test_bye_ends_it(adapter: list[str]) -> None:
    text = "".join(
        json.dumps(frame, indent=1).replace("\n", "\t") + " \n"
        for frame in ({**HELLO, "number": 1}, {"number": 2, "frame": "bye"}, {})
    )
    told = subprocess.run(
        adapter, input=text.encode(), capture_output=True, timeout=20, check=False
    )
    assert (told.returncode, told.stderr) == (0, b"")
    ready, bye = told.stdout.splitlines()
    assert json.loads(ready)["frame"] == "ready"
    assert json.loads(bye) == {"frame": "bye", "number": 2}


@pytest.mark.parametrize(
    "text",
    [
        "\n",
        "hello\n",
        "{}\n",
        '{"number":1}\n',
        '{"frame":"root","number":1}\n',
        '{"frame":"hello"\n',
        '{"frame":"bye","number":1}',
    ],
)
def test_what_it_does_not_understand_ends_it_with_status_2(adapter: list[str], text: str) -> None:
    told = subprocess.run(
        adapter, input=text, capture_output=True, text=True, timeout=20, check=False
    )
    assert (told.returncode, told.stdout) == (2, "")
    assert told.stderr.startswith("invalid frame: expected ")


def test_the_kit_can_talk_to_it(adapter: list[str], tmp_path: Path) -> None:
    asked = ("--vector", "mat-ioc", "--vector", "mat-tick", "--vectors-only")
    trace = ("--trace-file", str(tmp_path / "trace.json"), "--json", "--profile", "match/1")
    told = CliRunner().invoke(cli.app, ["run", f"exec:{shlex.join(adapter)}", *asked, *trace])
    report = json.loads(told.stdout)
    assert (told.exit_code, report["verdict"]) == (1, "diverged")
    assert (report["vectors"]["run"], report["vectors"]["passed"]) == (2, 0)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_adapter_is_short_and_says_how_to_run_it_and_where_the_engine_goes(
    language: str,
) -> None:
    lines = adapter_source(language).splitlines()
    assert len(lines) <= 80
    assert all(len(line) <= 100 for line in lines)
    assert any("HERE" in line for line in lines[10:])
    assert any(re.search(r'tallystick run "exec:.*" --profile match/1', line) for line in lines)
    assert any("CNF-101" in line for line in lines[:10])


def app() -> typer.Typer:
    made = typer.Typer()
    made.command("init-adapter")(init_adapter)
    return made


@pytest.mark.parametrize(("name", "suffix"), [*LANGUAGES.items(), ("JS", "js"), ("py", "py")])
def test_it_prints_the_file_as_it_is(name: str, suffix: str) -> None:
    told = CliRunner().invoke(app(), [name])
    assert told.exit_code == 0
    assert told.stdout == (ADAPTERS / f"adapter.{suffix}").read_text("utf-8")


@pytest.mark.parametrize("name", ["cobol", "", "../adapter", "\x1b[31m"])
def test_another_language_is_refused_in_one_line(name: str) -> None:
    told = CliRunner().invoke(app(), [name])
    assert told.exit_code == 2
    assert told.stdout == ""
    assert told.stderr.startswith("error: no adapter in ")
    assert told.stderr.endswith("there are: python, c, javascript, java\n")
    assert told.stderr.isprintable() or told.stderr.count("\n") == 1
    with pytest.raises(UnknownLanguageError):
        adapter_source(name)


def test_every_adapter_belongs_to_a_language() -> None:
    found = sorted(path.name for path in ADAPTERS.iterdir() if path.is_file())
    assert found == sorted(f"adapter.{suffix}" for suffix in LANGUAGES.values())
