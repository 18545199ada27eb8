"""The example engines as command lines; those in C are compiled once for all tests."""

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from tallystick.conformance.vectors import VECTORS

Compile = Callable[[Path, Sequence[str]], Path]

EXAMPLES = VECTORS.parent / "examples"
PYTHON_ENGINE = EXAMPLES / "python" / "match_engine.py"
C_ENGINE = EXAMPLES / "c" / "match_engine.c"
WARNINGS = ("-std=c11", "-Wall", "-Wextra", "-Wpedantic", "-Werror")
SANITIZERS = ("-g", "-O1", "-fsanitize=address,undefined", "-fno-sanitize-recover=all")
ENGINES = ("python", "c")


@pytest.fixture(scope="session")
def compile_c(tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Compile a C file, without any warning; skip where there is no C compiler."""
    compiler = shlex.split(os.environ.get("CC", "cc"))
    if shutil.which(compiler[0]) is None:
        pytest.skip(f"no C compiler: {compiler[0]} is not on the PATH")

    def compile_file(source: Path, flags: Sequence[str]) -> Path:
        program = tmp_path_factory.mktemp(source.stem) / source.stem
        ended = subprocess.run(
            [*compiler, *WARNINGS, *flags, "-o", str(program), str(source)],
            capture_output=True,
            text=True,
            check=False,
        )
        assert (ended.returncode, ended.stderr) == (0, "")
        return program

    return compile_file


@pytest.fixture(scope="session")
def sanitizers(compile_c: Compile, tmp_path_factory: pytest.TempPathFactory) -> Sequence[str]:
    """The flags of the sanitizers; none where the compiler does not have them."""
    empty = tmp_path_factory.mktemp("empty") / "empty.c"
    empty.write_text("int main(void) { return 0; }\n", encoding="utf-8")
    try:
        subprocess.run([compile_c(empty, SANITIZERS)], check=True)
    except (AssertionError, OSError, subprocess.CalledProcessError):
        return ()
    return SANITIZERS


@pytest.fixture(scope="session", params=ENGINES)
def released_engine(request: pytest.FixtureRequest) -> list[str]:
    """The command line of each example engine, the one in C as its users compile it.

    Python sees its standard library only.
    """
    if request.param == "python":
        return [sys.executable, "-I", "-S", str(PYTHON_ENGINE)]
    compile_file: Compile = request.getfixturevalue("compile_c")
    return [str(compile_file(C_ENGINE, ("-O2",)))]


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> list[str]:
    """The same, the one in C with sanitizers if there are any, which are slower and see more."""
    if request.param == "python":
        return [sys.executable, "-I", "-S", str(PYTHON_ENGINE)]
    compile_file: Compile = request.getfixturevalue("compile_c")
    return [str(compile_file(C_ENGINE, request.getfixturevalue("sanitizers")))]
