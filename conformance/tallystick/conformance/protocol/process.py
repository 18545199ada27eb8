"""An engine as a child process: started, spoken to and ended without trusting it (CNF-150)."""

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, NoReturn, Protocol

from attrs import frozen

from tallystick.conformance.protocol.frames import MOST_LINE_BYTES, neutral
from tallystick.conformance.verdicts import Verdict

if sys.platform != "win32":
    import resource

PASSED_ON = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR")
_CHUNK_BYTES = 65_536
_SECONDS_PER_LOOK = 0.01
"""How often a silent engine is looked at: it may have died while a child of it holds the pipe."""


class EngineFaultError(Exception):
    """The engine did not give the answer it owed; the text is fit to be shown.

    `clause` is where to read first (CNF-003).
    """

    def __init__(self, verdict: Verdict, text: str, clause: str = "CMD-001") -> None:
        super().__init__(text)
        self.verdict = verdict
        self.clause = clause


class UnsupportedEngineError(Exception):
    """The engine does not offer what was asked, or cannot run here."""


# [CNF-151]
@frozen
class ProcessLimits:
    """What an engine may use.

    `memory_bytes` is per process, where the system can limit it; 0 stands for no limit.
    """

    answer_seconds: float = 10.0
    grace_seconds: float = 1.0
    memory_bytes: int = 2 * 2**30
    line_bytes: int = MOST_LINE_BYTES
    complaint_bytes: int = 64 * 2**20
    kept_complaint_bytes: int = 64 * 2**10


class Transport(Protocol):
    """Lines to an engine and back. Whatever raises has ended the engine before."""

    def write(self, line: bytes) -> None:
        """Begin to send a line; what the pipe does not take goes out while reading."""

    def read_line(self, seconds: float) -> bytes:
        """The next line without its line feed, or EngineFaultError."""

    def finish(self, seconds: float, *, close_input: bool, status: int = 0) -> None:
        """Expect the engine to say nothing more and to exit with that status."""

    def end(self) -> None:
        """End the engine and everything in its process group."""


class EngineProcess:
    """A `Transport` to a child process in a group of its own."""

    def __init__(
        self, command: Sequence[str], variables: Mapping[str, str], limits: ProcessLimits
    ) -> None:
        self._limits = limits
        known = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
        if sys.platform == "win32":
            raise UnsupportedEngineError("an engine over a pipe needs a POSIX system")
        _interrupt_on_signals()
        try:
            # A session of its own is a group of its own, and has no terminal. [CNF-150]
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**known, **variables},
                bufsize=0,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            raise UnsupportedEngineError(f"cannot be started: {neutral(str(error))}") from error
        self._end = weakref.finalize(self, _end_group, self._process, limits.grace_seconds)
        _limit_memory(self._process.pid, limits.memory_bytes)
        self._unsent, self._output, self._complaints = bytearray(), bytearray(), bytearray()
        self._searched = self._complained_bytes = 0
        self._output_ended = self._is_gone = False
        self._selector = selectors.DefaultSelector()
        self._input, self._output_pipe, self._complaint_pipe = _pipes(self._process)
        for pipe in _pipes(self._process):
            os.set_blocking(pipe.fileno(), False)
        self._selector.register(self._output_pipe, selectors.EVENT_READ, self._read_output)
        self._selector.register(self._complaint_pipe, selectors.EVENT_READ, self._read_complaints)

    def write(self, line: bytes) -> None:
        """Begin to send a line; what the pipe does not take goes out while reading."""
        if not self._unsent and not self._input.closed:
            self._selector.register(self._input, selectors.EVENT_WRITE, self._write_some)
        self._unsent += line

    def read_line(self, seconds: float) -> bytes:
        """The next line without its line feed, or EngineFaultError."""
        with self._ended_on_error():
            deadline = time.monotonic() + seconds
            while (end := self._output.find(b"\n", self._searched)) < 0:
                self._searched = len(self._output)
                self._refuse_long_line(self._searched)
                if self._output_ended:
                    self._raise_ended()
                self._pump(deadline, seconds)
            self._refuse_long_line(end)
            line = bytes(self._output[:end])
            del self._output[: end + 1]
            self._searched = 0
            return line

    def finish(self, seconds: float, *, close_input: bool, status: int = 0) -> None:
        """Expect the engine to say nothing more and to exit with that status (CNF-116, CNF-130)."""
        with self._ended_on_error():
            deadline = time.monotonic() + seconds
            while self._unsent:
                self._pump(deadline, seconds)
            if close_input:
                self._input.close()
            while not (self._output_ended and _has_ended(self._process)) and not self._output:
                self._pump(deadline, seconds)
            if self._output:
                shown = neutral(repr(bytes(self._output[:80])), 160)
                text = f"wrote {shown} after its last answer"
                raise EngineFaultError(Verdict.BROKE_PROTOCOL, text)
            self.end()
            if self._process.returncode != status:  # [CNF-116] [CNF-130]
                told = f"{self._how_it_ended()} at the end, expected exit status {status}"
                text = f"{told}{self._last_complaint()}"
                raise EngineFaultError(Verdict.BROKE_PROTOCOL, text)

    def end(self) -> None:
        """End the engine and everything in its process group."""
        self._selector.close()
        self._end()

    @contextlib.contextmanager
    def _ended_on_error(self) -> Iterator[None]:
        try:
            yield
        except BaseException:
            # Also Ctrl-C: half a line may have been read, so nothing can be asked any more.
            self.end()
            raise

    def _pump(self, deadline: float, seconds: float) -> None:
        """Move what can be moved; EngineFaultError once the deadline has passed."""
        left = deadline - time.monotonic()
        if left <= 0:
            text = f"no answer within {seconds:g} seconds{self._last_complaint()}"
            raise EngineFaultError(Verdict.TIMED_OUT, text)
        events = self._selector.select(min(left, _SECONDS_PER_LOOK))
        for key, _ in events:
            key.data()
        if not events:
            # Looked at twice: between the two, its last words came out of the pipe.
            self._output_ended = self._output_ended or self._is_gone
            self._is_gone = _has_ended(self._process)

    def _write_some(self) -> None:
        try:
            del self._unsent[: os.write(self._input.fileno(), self._unsent[:_CHUNK_BYTES])]
        except BlockingIOError:
            return
        except OSError:
            # It reads no more. What it has written before is still worth reading.
            self._unsent.clear()
        if not self._unsent:
            self._selector.unregister(self._input)

    def _read_output(self) -> None:
        chunk = os.read(self._output_pipe.fileno(), _CHUNK_BYTES)
        if not chunk:
            self._selector.unregister(self._output_pipe)
            self._output_ended = True
        self._output += chunk

    def _read_complaints(self) -> None:
        chunk = os.read(self._complaint_pipe.fileno(), _CHUNK_BYTES)
        if not chunk:
            self._selector.unregister(self._complaint_pipe)
        self._complained_bytes += len(chunk)
        self._complaints += chunk[: self._limits.kept_complaint_bytes - len(self._complaints)]
        if self._complained_bytes > self._limits.complaint_bytes:
            text = f"wrote more than {self._limits.complaint_bytes:,} bytes to standard error"
            raise EngineFaultError(Verdict.BROKE_PROTOCOL, text)

    def _refuse_long_line(self, length: int) -> None:
        if length > self._limits.line_bytes:
            text = f"wrote a line of more than {self._limits.line_bytes:,} bytes"
            raise EngineFaultError(Verdict.BROKE_PROTOCOL, text)

    def _raise_ended(self) -> NoReturn:
        """It answers no more: a crash if it is gone, otherwise a breach (CNF-140)."""
        until = time.monotonic() + self._limits.grace_seconds
        while not (has_ended := _has_ended(self._process)) and time.monotonic() < until:
            time.sleep(0.002)
        with contextlib.suppress(EngineFaultError):
            for key, _ in self._selector.select(0):
                key.data()
        self.end()
        where = " in the middle of a line" if self._output else " before it had answered"
        if not has_ended:  # [CNF-140]
            text = f"closed its standard output{where} and went on{self._last_complaint()}"
            raise EngineFaultError(Verdict.BROKE_PROTOCOL, text)
        text = f"{self._how_it_ended()}{where}{self._last_complaint()}"
        raise EngineFaultError(Verdict.CRASHED, text)

    def _how_it_ended(self) -> str:
        status = self._process.returncode
        if status is None or status >= 0:
            return f"exited with status {status}"
        names = {member.value: member.name for member in signal.Signals}
        return f"was ended by {names.get(-status, f'signal {-status}')}"

    def _last_complaint(self) -> str:
        """The last line of what is kept of standard error: there most languages say why."""
        lines = [line for line in self._complaints.decode(errors="replace").splitlines() if line]
        return f"; on standard error: {neutral(lines[-1])}" if lines else ""


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    return process.stdin, process.stdout, process.stderr


def _limit_memory(process: int, most_bytes: int) -> None:
    """Private memory, not address space, of which some languages reserve much; and no core file."""
    if hasattr(resource, "prlimit"):  # Linux
        with contextlib.suppress(OSError):
            if most_bytes:  # [CNF-151]
                resource.prlimit(process, resource.RLIMIT_DATA, (most_bytes, most_bytes))
            resource.prlimit(process, resource.RLIMIT_CORE, (0, 0))


def _has_ended(process: subprocess.Popen[bytes]) -> bool:
    """Without reaping, where the system can: as long as it is not, its number is not reused."""
    if process.returncode is not None or not hasattr(os, "waitid"):
        return process.poll() is not None
    return os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def _end_group(process: subprocess.Popen[bytes], grace_seconds: float) -> None:
    """SIGTERM, then SIGKILL to the whole group; only then is its leader reaped."""
    try:
        _signal_group(process, signal.SIGTERM)  # [CNF-150]
        until = time.monotonic() + grace_seconds
        while not _has_ended(process) and time.monotonic() < until:
            time.sleep(0.002)
    finally:
        _signal_group(process, signal.SIGKILL)
        process.wait()
        for pipe in _pipes(process):
            with contextlib.suppress(OSError):
                pipe.close()


def _signal_group(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _interrupt_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the runner as Ctrl-C does, so that it ends its engines."""
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_DFL:
                signal.signal(number, signal.default_int_handler)
