"""Which build of the kernel runs here: compiled and interpreted side by side, never stale."""

import importlib
import runpy
import shutil
import subprocess
import sys
import sysconfig
from importlib.machinery import ExtensionFileLoader, SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tallystick.fast.build import (
    Build,
    BuildUnavailableError,
    describe,
    kernel_module,
    kernel_names,
    source_hash,
    status,
)

STAMPED = "tallystick.fast_compiled"


def stamp(monkeypatch: pytest.MonkeyPatch, **fields: str) -> None:
    """Put a compiled package with these fields in the place of the installed one."""
    package = ModuleType(STAMPED)
    vars(package).update(fields)
    monkeypatch.setitem(sys.modules, STAMPED, package)


def loader_of(module: ModuleType) -> object:
    assert module.__spec__ is not None
    return module.__spec__.loader


def test_the_kernel_has_modules() -> None:
    assert kernel_names()


def test_the_build_is_not_stale() -> None:
    assert status() is not Build.STALE, describe()


@pytest.mark.usefixtures("needs_compiler")
def test_with_a_compiler_the_kernel_is_compiled() -> None:
    assert status() is Build.COMPILED, describe()


@pytest.mark.usefixtures("needs_compiler")
@pytest.mark.parametrize("name", kernel_names())
def test_the_compiled_module_is_an_extension_module(name: str) -> None:
    module = kernel_module(Build.COMPILED, name)
    assert isinstance(loader_of(module), ExtensionFileLoader)
    assert module.__name__ == f"{STAMPED}.{name}"


@pytest.mark.parametrize("name", kernel_names())
def test_the_interpreted_module_is_the_source(name: str, root: Path) -> None:
    module = kernel_module(Build.INTERPRETED, name)
    assert isinstance(loader_of(module), SourceFileLoader)
    assert Path(str(module.__file__)).name == f"{name}.py"
    # Of this checkout, unless a wheel is what is tested.
    installed = Path(sysconfig.get_path("purelib"))
    assert any(Path(str(module.__file__)).is_relative_to(place) for place in (root, installed))


def test_without_a_compiled_package_the_build_is_interpreted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, STAMPED, None)
    assert status() is Build.INTERPRETED
    assert describe() == "interpreted (never built: run 'make build')"
    with pytest.raises(BuildUnavailableError, match="never built"):
        kernel_module(Build.COMPILED, kernel_names()[0])


def test_a_left_over_folder_is_no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(monkeypatch)
    assert status() is Build.INTERPRETED


def test_a_package_that_could_not_be_compiled_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(monkeypatch, SOURCE_SHA256="", HOW_BUILT="not compiled: no compiler")
    assert status() is Build.INTERPRETED
    assert describe() == "interpreted (not compiled: no compiler)"


def test_a_compiled_package_of_this_source_says_how(monkeypatch: pytest.MonkeyPatch) -> None:
    stamp(monkeypatch, SOURCE_SHA256=source_hash(), HOW_BUILT="mypyc 1, gcc 2")
    assert status() is Build.COMPILED
    assert describe() == "compiled (mypyc 1, gcc 2)"


@pytest.mark.parametrize("build", [Build.COMPILED, Build.STALE])
def test_a_compiled_package_of_another_source_is_never_loaded(
    build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp(monkeypatch, SOURCE_SHA256="0" * 64, HOW_BUILT="mypyc 1, gcc 2")
    assert status() is Build.STALE
    with pytest.raises(BuildUnavailableError, match="older source: run 'make build'"):
        kernel_module(build, kernel_names()[0])


def test_the_hash_sees_an_edit_a_new_name_and_a_deletion(root: Path, tmp_path: Path) -> None:
    package = tmp_path / "fast"
    shutil.copytree(root / "fast" / "tallystick" / "fast", package)
    kernel = package / "kernel"

    def hash_now() -> str:
        return str(runpy.run_path(str(package / "build.py"))["source_hash"]())

    hashes = [source_hash(), hash_now()]
    assert hashes[0] == hashes[1]
    (kernel / "added.py").write_text("ONE = 1\n")
    hashes.append(hash_now())
    (kernel / "added.py").write_text("ONE = 2\n")
    hashes.append(hash_now())
    (kernel / "added.py").rename(kernel / "renamed.py")
    hashes.append(hash_now())
    assert len(set(hashes[1:])) == 4
    (kernel / "renamed.py").unlink()
    assert hash_now() == source_hash()


def test_the_module_prints_the_build_and_nothing_else() -> None:
    # As the Makefile runs it: the package has imported the module that is to be run.
    filters = ["-W", "error", "-W", "ignore::RuntimeWarning:runpy"]
    result = subprocess.run(
        [sys.executable, *filters, "-m", "tallystick.fast.build"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == f"fast engine: {describe()}\n"
    assert result.stderr == ""


def test_an_editable_install_copies_nothing_but_the_compiled_package(root: Path) -> None:
    namespace = importlib.import_module("tallystick")
    portions = {Path(folder) for folder in namespace.__path__}
    sources = {root / name / "tallystick" for name in ("reference", "fast", "conformance")}
    if not sources <= portions:
        pytest.skip("not an editable install")
    copied = {path.name for portion in portions - sources for path in portion.iterdir()}
    assert copied <= {"fast_compiled"}


def test_touch_is_a_prefetch_in_what_is_compiled(root: Path, tmp_path: Path) -> None:
    # Given what mypyc makes of a function without a body
    generated = tmp_path / "kernel.c"
    head = "char CPyDef_warmup___touch(VecI64 cpy_r_buffer, int64_t cpy_r_cell) {\n"
    generated.write_text(f"{head}    return 1;\n}}\n", encoding="utf-8")
    # When the build has gone over it
    runpy.run_path(str(root / "hatch_build.py"))["fetch_early"](generated)
    # Then it prefetches, where the compiler knows how
    lines = generated.read_text(encoding="utf-8").splitlines()
    assert lines[1:4] == [
        "#ifdef __GNUC__",
        "    __builtin_prefetch((const char *)cpy_r_buffer.items + 8 * cpy_r_cell, 0, 2);",
        "#endif",
    ]


HEAD = "char CPyDef_m____f(VecI64 cpy_r_rows, VecI64 cpy_r_log, int64_t cpy_r_given) {\n"
CELL = "    cpy_r_r0 = CPyDef_layout___row_cell(cpy_r_rows, cpy_r_given, 8, 8);\n"
CHECKED = "(uint64_t)cpy_r_r1 < (uint64_t)cpy_r_r2;"


def access(cell: str, field: int, buffer: str = "cpy_r_rows") -> str:
    """How mypyc reads a cell of a row, up to the check."""
    return (
        f"    cpy_r_r1 = {cell} + {field};\n"
        f"    cpy_r_r2 = (int64_t){buffer}.len;\n"
        f"    cpy_r_r3 = {CHECKED}\n"
    )


@pytest.mark.parametrize(
    ("body", "is_covered"),
    [
        pytest.param(CELL + access("cpy_r_r0", 0), True, id="the first cell of the row"),
        pytest.param(CELL + access("cpy_r_r0", 7), True, id="the last one that is reached"),
        pytest.param(CELL + access("cpy_r_r0", 8), False, id="the next one"),
        pytest.param(
            CELL + "    cpy_r_cell = cpy_r_r0;\n" + access("cpy_r_cell", 7), True, id="by a name"
        ),
        pytest.param(
            CELL
            + "    cpy_r_cell = cpy_r_r0;\n    cpy_r_cell = cpy_r_given;\n"
            + access("cpy_r_cell", 7),
            False,
            id="a name that is also something else",
        ),
        pytest.param(
            CELL
            + CELL.replace("r0", "r9").replace(", 8);", ", 4);")
            + "    cpy_r_cell = cpy_r_r0;\n    cpy_r_cell = cpy_r_r9;\n"
            + access("cpy_r_cell", 4),
            False,
            id="the shorter reach of two counts",
        ),
        pytest.param(CELL + access("cpy_r_r0", 0, "cpy_r_log"), False, id="another buffer"),
        pytest.param(
            CELL + "    cpy_r_rows = cpy_r_log;\n" + access("cpy_r_r0", 0),
            False,
            id="a buffer that may change",
        ),
        pytest.param(
            CELL.replace("_rows", "_own") + access("cpy_r_r0", 0, "cpy_r_own"),
            False,
            id="a buffer that is no argument",
        ),
        pytest.param(
            CELL + "    change(&cpy_r_r0);\n" + access("cpy_r_r0", 0), False, id="changed elsewhere"
        ),
        pytest.param(
            CELL + "    change(&cpy_r_rows);\n" + access("cpy_r_r0", 0),
            False,
            id="a buffer changed elsewhere",
        ),
        pytest.param(access("cpy_r_given", 0), False, id="a cell that was handed over"),
    ],
)
def test_only_what_a_row_covers_needs_no_check(
    root: Path, tmp_path: Path, body: str, *, is_covered: bool
) -> None:
    # Given a function as mypyc writes it, and another one behind it
    generated = tmp_path / "kernel.c"
    other = f"{HEAD}{access('cpy_r_r0', 0)}}}\n"
    generated.write_text(f"{HEAD}{body}}}\n{other}", encoding="utf-8")
    # When the build has gone over it
    runpy.run_path(str(root / "hatch_build.py"))["drop_covered_checks"](generated)
    # Then a check is gone only where that of the row covers it; the other function keeps its own
    code = generated.read_text(encoding="utf-8")
    expected = body.replace(CHECKED, "1;") if is_covered else body
    assert code == f"{HEAD}{expected}}}\n{other}"


def test_an_index_without_a_field_is_the_first_cell(root: Path, tmp_path: Path) -> None:
    # Given an access of the cell itself, for which mypyc adds nothing
    generated = tmp_path / "kernel.c"
    body = (
        "    cpy_r_r2 = (int64_t)cpy_r_rows.len;\n"
        "    cpy_r_r3 = (uint64_t)cpy_r_r0 < (uint64_t)cpy_r_r2;\n"
    )
    generated.write_text(f"{HEAD}{CELL}{body}}}\n", encoding="utf-8")
    # When the build has gone over it
    runpy.run_path(str(root / "hatch_build.py"))["drop_covered_checks"](generated)
    # Then the row covers that too
    covered = body.replace("(uint64_t)cpy_r_r0 < (uint64_t)cpy_r_r2;", "1;")
    assert generated.read_text(encoding="utf-8") == f"{HEAD}{CELL}{covered}}}\n"


def test_a_row_beyond_its_buffer_raises(build_kernel: ModuleType) -> None:
    # Given a buffer of two rows of four cells
    buffer = build_kernel.zeros(8)
    # When the cell of a row is asked for, it is told only if all that is reached is there
    assert build_kernel.row_cell(buffer, 1, 4, 4) == 4
    for row, reach in ((1, 5), (2, 4), (-1, 4), (2**60, 4)):
        with pytest.raises(IndexError):
            build_kernel.row_cell(buffer, row, 4, reach)


@pytest.fixture(params=[build for build in Build if build is not Build.STALE])
def build_kernel(request: pytest.FixtureRequest) -> ModuleType:
    """The layout of each build that runs here."""
    if request.param is Build.COMPILED and status() is not Build.COMPILED:
        pytest.skip(describe())
    return kernel_module(request.param, "layout")


def test_the_commonest_commands_stand_in_the_loop(root: Path, tmp_path: Path) -> None:
    # Given a function that is to be part of the loop that calls it, and one that is not
    generated = tmp_path / "kernel.c"
    cancel = "char CPyDef_straight____cancel(PyObject *cpy_r_venue, int64_t cpy_r_row) {"
    other = cancel.replace("cancel", "fill")
    generated.write_text(f"{cancel}\n}}\n{other}\n}}\n", encoding="utf-8")
    # When the build has gone over it
    runpy.run_path(str(root / "hatch_build.py"))["write_inline"](generated)
    # Then the compiler is asked to
    lines = generated.read_text(encoding="utf-8").splitlines()
    inline = "__attribute__((always_inline)) inline"
    assert lines == ["#ifdef __GNUC__", inline, "#endif", cancel, "}", other, "}"]
