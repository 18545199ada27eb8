"""The files that a run was asked to write: refused early, written whole or not at all."""

import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from attrs import frozen

from tallystick.conformance.reports.html import html_page
from tallystick.conformance.reports.junit import junit_document
from tallystick.conformance.suite import Report

_ONLY_SHOWS = frozenset({"target", "hits", "as_json", "trace_file", "junit", "html"})
"""Options of `run` that change what is written, not what is run."""


class ReportFileError(ValueError):
    """A file that cannot be written; says which and why."""


@frozen
class ReportFiles:
    """Where the reports of one run go, and the command line that repeats the run."""

    junit: Path | None
    html: Path | None
    repeat: str

    def check(self, trace_file: Path | None) -> None:
        """ReportFileError if a file could not be written, or if two would be the same one."""
        paths = [path for path in (self.junit, self.html) if path is not None]
        for path in paths:
            if path.is_dir():
                raise ReportFileError(f"{path} is a directory, expected a file to write")
            if path.exists() and not path.is_file():
                raise ReportFileError(f"{path} is not a regular file")
            if not path.parent.is_dir():
                raise ReportFileError(f"{path.parent} is not a directory")
            # A file is replaced in its folder; one kept from writing is respected.
            touched = (path.parent, path) if path.exists() else (path.parent,)
            if not all(os.access(one, os.W_OK) for one in touched):
                raise ReportFileError(f"{path} cannot be written")
        named = [path.resolve() for path in (*paths, trace_file) if path is not None]
        for path in paths:
            if named.count(path.resolve()) > 1:
                raise ReportFileError(f"{path} is named for two files")

    def write(self, report: Report) -> Iterator[str]:
        """Write what was asked for; yields in words what could not be written."""
        makers: tuple[tuple[Path | None, Callable[[Report, str], bytes]], ...] = (
            (self.junit, junit_document),
            (self.html, html_page),
        )
        for path, make in makers:
            if path is not None:
                try:
                    _write_whole(path, make(report, self.repeat))
                except OSError as error:
                    yield f"cannot write {path}: {error.strerror}"


def repeat_command(options: Mapping[str, object]) -> str:
    """The command line of a run with these options, defaults included, which may change later."""
    words = ["tallystick", "run", str(options["target"])]
    for name, given in options.items():
        if name in _ONLY_SHOWS or given is None or given is False or given == "":
            continue
        option = f"--{name.replace('_', '-')}"
        if given is True:
            words.append(option)
        else:
            for one in given if isinstance(given, (list, tuple)) else (given,):
                words += [option, str(one)]
    return shlex.join(words)


def _write_whole(path: Path, content: bytes) -> None:
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
