"""Build hook: compile a copy of the fast kernel with mypyc, and stamp how it was built.

The copy is the package `tallystick.fast_compiled`, so that an edited source is never shadowed by
an older binary and both builds can run in one process. Nothing is written into the checkout.

TALLYSTICK_COMPILE=auto (default) compiles where a C compiler and Python's headers are found and
otherwise installs the interpreted kernel only; `require` fails there; `no` never compiles.
"""

import contextlib
import importlib.metadata
import os
import re
import runpy
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from mypyc.build import mypycify
from setuptools import errors
from setuptools.command.build_ext import build_ext
from setuptools.dist import Distribution
from setuptools.extension import Extension

PACKAGE = Path("tallystick", "fast_compiled")
BUILD_MODULE = Path("fast", "tallystick", "fast", "build.py")
MODES = ("auto", "no", "require")
GCC_INLINING = (
    "max-inline-insns-auto=300",
    "max-inline-insns-single=1000",
    "inline-unit-growth=400",
    "large-function-growth=2000",
)
"""mypyc writes many small functions, and a call of one costs as much as what it does."""
INLINED = ("straight____passes", "straight____rest", "straight____cancel")
"""Called at one place each; to hand up to six buffers over took an eighth of the time."""


_ROW_CELL = re.compile(r"CPyDef_layout___row_cell\((?P<buffer>\w+), \w+, \d+, (?P<reach>\d+)\)")
_FUNCTION = re.compile(r"^\w[^\n;]*\{\n.*?^\}$", re.DOTALL | re.MULTILINE)
_CHECK = re.compile(
    r"(?P<lines>(?: *(?P<index>\w+) = (?P<cell>\w+) \+ (?P<field>\d+);\n)?"
    r" *(?P<length>\w+) = \(int64_t\)(?P<buffer>\w+)\.len;\n"
    r" *\w+ = )\(uint64_t\)(?P<checked>\w+) < \(uint64_t\)(?P=length);"
)


class CompiledKernelHook(BuildHookInterface[BuilderConfig]):
    """Adds `tallystick/fast_compiled` to the wheel, and to the editable install beside it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the package in a temporary folder and hand its files over."""
        # The object keeps the folder until hatchling has copied the files out of it.
        self._temporary = tempfile.TemporaryDirectory(prefix="tallystick-build-")
        stage = Path(self._temporary.name).resolve()
        kernel = Path(self.root) / BUILD_MODULE.parent / "kernel"
        reason = reason_not_to_compile(kernel, stage / "probe")
        if reason:
            source_hash, how_built = "", reason
        else:
            source_hash = str(runpy.run_path(str(Path(self.root) / BUILD_MODULE))["source_hash"]())
            how_built = f"mypyc {importlib.metadata.version('mypy')}, {compiler_name()}"
        library = stage / "library"
        if source_hash:
            compile_kernel(kernel, stage, library)
            build_data["pure_python"] = False
            build_data["infer_tag"] = True
        write_stamp(library / PACKAGE / "__init__.py", source_hash, how_built)
        # Never empty: hatchling would then copy the wheel's force-include into an editable install.
        key = "force_include_editable" if version == "editable" else "force_include"
        for path in sorted((library / PACKAGE).iterdir()):
            build_data[key][str(path)] = (PACKAGE / path.name).as_posix()

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Drop the temporary folder."""
        del version, build_data, artifact_path
        self._temporary.cleanup()


def reason_not_to_compile(kernel: Path, probe_folder: Path) -> str:
    """Empty if the kernel is to be compiled, otherwise the sentence that the stamp will carry."""
    mode = os.environ.get("TALLYSTICK_COMPILE") or "auto"
    if mode not in MODES:
        raise SystemExit(f"TALLYSTICK_COMPILE is {mode!r}, not one of {', '.join(MODES)}")
    if mode == "no":
        return "not compiled: TALLYSTICK_COMPILE=no"
    if not module_names(kernel):
        return "not compiled: the kernel has no modules"
    if can_compile(probe_folder):
        return ""
    reason = "not compiled: no working C compiler with the headers of Python"
    if mode == "require":
        raise SystemExit(f"TALLYSTICK_COMPILE=require, but {reason}")
    return reason


def module_names(kernel: Path) -> list[str]:
    """The modules to compile. A compiled `__init__` would recurse for ever on import."""
    nested = sorted(kernel.glob("*/*.py"))
    if nested:
        raise SystemExit(f"the kernel must be flat, its stamp would miss {nested[0]}")
    return sorted(path.name for path in kernel.glob("*.py") if path.name != "__init__.py")


def can_compile(folder: Path) -> bool:
    """Build an empty extension module: tries compiler, headers and linker in one go."""
    folder.mkdir()
    source = "#include <Python.h>\nPyMODINIT_FUNC PyInit_probe(void) { return NULL; }\n"
    (folder / "probe.c").write_text(source)
    with contextlib.chdir(folder):
        try:
            build_extensions([Extension("probe", ["probe.c"])], Path("library"))
        except (errors.CCompilerError, errors.BaseError, OSError):
            return False
    return True


def compile_kernel(kernel: Path, stage: Path, library: Path) -> None:
    """Compile a copy of the kernel's modules; a type error or a C error ends the build."""
    sources = [PACKAGE / name for name in module_names(kernel)]
    (stage / PACKAGE).mkdir(parents=True)
    for source in sources:
        shutil.copyfile(kernel / source.name, stage / source)
    # Relative names, so that tracebacks and binaries do not carry the temporary folder.
    with contextlib.chdir(stage):
        extensions = mypycify(
            [
                "--config-file=",
                # Hides an installed tallystick.fast: an absolute import in the kernel must fail.
                "--no-site-packages",
                "--strict",
                "--explicit-package-bases",
                "--namespace-packages",
                *(source.as_posix() for source in sources),
            ],
            # Without a name the shared library would land at the top of site-packages.
            group_name=f"{'.'.join(PACKAGE.parts)}.kernel",
            target_dir="c",
            debug_level="0",
        )
        for generated in sorted(Path("c").rglob("*.c")):
            drop_covered_checks(generated)
            write_inline(generated)
            expect_in_bounds(generated)
            fetch_early(generated)
        if sys.platform != "win32":
            for extension in extensions:
                extension.extra_compile_args.append(f"-ffile-prefix-map={stage}=.")
                # Nothing replaces the kernel's own functions at load time: calls may be direct.
                extension.extra_compile_args.append("-fno-semantic-interposition")
                if compiler_name().startswith("gcc"):
                    extension.extra_compile_args += [f"--param={one}" for one in GCC_INLINING]
        build_extensions(extensions, library)


def expect_in_bounds(generated: Path) -> None:
    """Tell the C compiler that an index is within its buffer: the code for others moves away.

    It is a hint and changes no result. mypyc compares without a sign for bounds and nothing else.
    """
    code = generated.read_text(encoding="utf-8")
    hinted = re.sub(r"= (\(uint64_t\)\w+ < \(uint64_t\)\w+);", r"= likely(\1);", code)
    generated.write_text(hinted, encoding="utf-8")


def drop_covered_checks(generated: Path) -> None:
    """Check the fields of a row once, where its cell is found, and not again at each of them.

    A variable is known to be a cell of a buffer if all that the function assigns to it was answered
    by `row_cell` for that buffer, which is an argument that the function does not assign. Then
    every value it can have is at least 0 and at least `reach` cells before the buffer's end, and an
    index of it and a number below `reach` cannot be wrong. What is not known stays checked.
    """
    code = generated.read_text(encoding="utf-8")
    generated.write_text(_FUNCTION.sub(_without_covered_checks, code), encoding="utf-8")


def _without_covered_checks(function: re.Match[str]) -> str:
    """The text of a function, its covered checks replaced by what they always are."""
    text = function.group()
    reach_of = _known_cells(text)

    def judged(check: re.Match[str]) -> str:
        index, cell, field, buffer = check.group("index", "cell", "field", "buffer")
        if index is None:
            cell, field = check.group("checked"), "0"
        elif index != check.group("checked"):
            return check.group()
        is_covered = int(field) < reach_of.get((cell, buffer), 0)
        return f"{check.group('lines')}1;" if is_covered else check.group()

    return _CHECK.sub(judged, text)


def _known_cells(text: str) -> dict[tuple[str, str], int]:
    """By variable and buffer of a function, how many cells from there on are in the buffer."""
    arguments = set(re.findall(r"\w+(?=[,)])", text[: text.index("{")]))
    assigned: dict[str, list[str]] = {}
    for name, content in re.findall(r"^\s*(\w+) = ([^;]*);$", text, re.MULTILINE):
        assigned.setdefault(name, []).append(content)
    reach_of: dict[tuple[str, str], int] = {}
    for name, contents in assigned.items():
        cells = {_row_cell(assigned, content) for content in contents}
        buffers = {buffer for buffer, _ in cells}
        if len(buffers) == 1 and name not in arguments and f"&{name}" not in text:
            buffer = buffers.pop()
            if buffer in arguments - assigned.keys() and f"&{buffer}" not in text:
                reach_of[name, buffer] = min(reach for _, reach in cells)
    return reach_of


def _row_cell(assigned: Mapping[str, Sequence[str]], content: str) -> tuple[str, int]:
    """The buffer and the reach of a cell, where that is what is assigned; else nothing and 0."""
    contents = assigned.get(content, ())
    found = _ROW_CELL.fullmatch(contents[0] if len(contents) == 1 else content)
    return (found.group("buffer"), int(found.group("reach"))) if found else ("", 0)


def write_inline(generated: Path) -> None:
    """Let the body of a few functions stand where they are called, if the compiler can do that."""
    code = generated.read_text(encoding="utf-8")
    opening = re.compile(rf"^(char CPyDef_(?:{'|'.join(INLINED)})\([^;{{]*\) \{{)$", re.MULTILINE)
    asked = r"#ifdef __GNUC__\n__attribute__((always_inline)) inline\n#endif\n\1"
    generated.write_text(opening.sub(asked, code), encoding="utf-8")


def fetch_early(generated: Path) -> None:
    """Let `touch` be what its docstring says: Python has no word for it, and its body is empty.

    No address is wrong for a prefetch, and nothing is read. 2 is the second level of the cache: the
    first one has too few misses in hand at a time, and what is beyond them comes late.
    """
    code = generated.read_text(encoding="utf-8")
    opening = re.compile(r"(CPyDef_warmup___touch\(VecI64 (\w+), int64_t (\w+)\) \{\n)")
    prefetch = r"__builtin_prefetch((const char *)\2.items + 8 * \3, 0, 2);"
    fetch = rf"\1#ifdef __GNUC__\n    {prefetch}\n#endif\n"
    generated.write_text(opening.sub(fetch, code), encoding="utf-8")


def build_extensions(extensions: Sequence[object], library: Path) -> None:
    """Run setuptools' build_ext, with its object files in the working directory."""
    distribution = Distribution({"name": "tallystick", "ext_modules": list(extensions)})
    command = build_ext(distribution)
    command.build_lib = str(library)
    command.build_temp = "objects"
    command.ensure_finalized()
    command.run()


def compiler_name() -> str:
    """Name and version of the C compiler, as in "gcc 12.2.0"."""
    command = os.environ.get("CC") or str(sysconfig.get_config_var("CC") or "")
    try:
        answer = subprocess.run(
            [*shlex.split(command), "--version"], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, IndexError, subprocess.CalledProcessError):
        return "C compiler of unknown version"
    name = "clang" if "clang" in answer else "gcc" if "Free Software" in answer else "C compiler"
    number = re.search(r"\d+\.\d+(\.\d+)*", answer)
    return f"{name} {number.group() if number else 'of unknown version'}"


def write_stamp(path: Path, source_hash: str, how_built: str) -> None:
    """Write the package's plain `__init__.py`; an empty hash says that nothing was compiled."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(
        '"""The compiled copy of `tallystick.fast.kernel`. Written by the build."""\n\n'
        f"SOURCE_SHA256 = {source_hash!r}\n"
        f"HOW_BUILT = {how_built!r}\n",
        encoding="utf-8",
        newline="\n",
    )
