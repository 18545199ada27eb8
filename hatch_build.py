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
from collections.abc import Sequence
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
