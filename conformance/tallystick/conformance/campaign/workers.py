"""Pieces of a campaign in worker processes, of which any may crash, be killed, or hang."""

import gc
import multiprocessing
import pickle
import signal
import threading
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import Connection, wait

from attrs import frozen

from tallystick.conformance.campaign.piece_runs import (
    Found,
    PieceFailure,
    PieceResult,
    Sign,
    run_piece,
)
from tallystick.conformance.campaign.pieces import Piece
from tallystick.conformance.campaign.plans import CampaignPlan
from tallystick.conformance.coverage import Hits
from tallystick.conformance.protocol.target import end_all
from tallystick.conformance.runner import Limits
from tallystick.conformance.targets import UnsupportedTargetError
from tallystick.conformance.traces import Trace
from tallystick.conformance.verdicts import Finding, Verdict

SECONDS_PER_LOOK = 0.5
_START_SECONDS = 120.0
_GRACE_SECONDS = 3.0


class WorkerError(RuntimeError):
    """No worker process can be had."""


@frozen
class _Ready:
    """The worker can take pieces."""


@frozen
class _Unsupported:
    """The engine does not offer what the piece needs."""

    text: str


@frozen
class _KitFailed:
    """The kit itself raised, so that nothing is known about the engine."""

    text: str


_Message = _Ready | _Unsupported | _KitFailed | Sign | Found | PieceResult


def silence_limit(limits: Limits) -> float:
    """Seconds after which a worker without a sign of life hangs: nothing it does takes longer."""
    return 60 + 3 * limits.step_seconds + limits.shrink_seconds


def run_pieces(
    plan: CampaignPlan, pieces: Iterator[Piece], jobs: int, silence_seconds: float
) -> Generator[PieceResult | None, None, None]:
    """Run pieces in so many processes: results as they come, and None whenever time has passed.

    A worker that ends, or says nothing for `silence_seconds`, is the failure of its piece, and
    another one takes its place. UnsupportedTargetError, WorkerError. Closing ends all workers.
    """
    crew: list[_Worker] = []
    try:
        while True:
            idle = [worker for worker in crew if worker.piece is None]
            for piece in islice(pieces, jobs - len(crew) + len(idle)):
                worker = idle.pop() if idle else _Worker(plan, silence_seconds)
                if worker not in crew:
                    crew.append(worker)
                worker.begin(piece)
            busy = [worker for worker in crew if worker.piece is not None]
            if not busy:
                return
            wait([worker.pipe for worker in busy], SECONDS_PER_LOOK)
            for worker in busy:
                result = worker.look()
                if worker.is_over:
                    crew.remove(worker)
                if result is not None:
                    yield result
            yield None
    finally:
        _end(crew)


class _Worker:
    """A process that runs one piece after another, seen from outside."""

    def __init__(self, plan: CampaignPlan, silence_seconds: float) -> None:
        context = multiprocessing.get_context("spawn")
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, plan), daemon=True)
        with _deaf_to_ctrl_c():
            self.process.start()
        theirs.close()
        self.piece: Piece | None = None
        self.is_over = False
        self._plan, self._silence_seconds = plan, silence_seconds
        self._is_ready = False
        self._sign = Sign(0, plan.against[0])
        self._found: PieceFailure | None = None
        self._began = self._heard = time.monotonic()

    def begin(self, piece: Piece) -> None:
        """Give it a piece."""
        self.piece, self._sign, self._found = piece, Sign(0, self._plan.against[0]), None
        self._began = self._heard = time.monotonic()
        try:
            self.pipe.send(piece)
        except OSError:
            return  # it has ended, which is seen when it is looked at

    def look(self) -> PieceResult | None:
        """Hear what it says; the result, if there is one, of the piece that it had."""
        try:
            while self.pipe.poll():
                self._heard = time.monotonic()
                result = self._hear(self.pipe.recv())
                if result is not None:
                    self.piece = None
                    return result
        except (EOFError, OSError, pickle.UnpicklingError):
            self.process.join(_GRACE_SECONDS)
            return self._lost(Verdict.CRASHED, _how_it_ended(self.process.exitcode))
        silent = time.monotonic() - self._heard
        if silent > (self._silence_seconds if self._is_ready else _START_SECONDS):
            return self._lost(Verdict.TIMED_OUT, f"said nothing for {silent:.0f} seconds")
        return None

    def _hear(self, message: _Message) -> PieceResult | None:
        match message:
            case _Ready():
                self._is_ready = True
            case _Unsupported(text):
                raise UnsupportedTargetError(text)
            case Sign():
                self._sign = message
            case Found(failure):
                self._found = failure
            case _KitFailed(text):
                return self._failed(Verdict.INCOMPLETE, f"the kit itself {text}")
            case PieceResult():
                return message
        return None

    def _lost(self, verdict: Verdict, text: str) -> PieceResult:
        if not self._is_ready:
            raise WorkerError(f"a worker process {text} before it could begin")
        self.is_over = True
        self.process.kill()
        self.process.join()
        return self._failed(verdict, f"the worker process {text}")

    def _failed(self, verdict: Verdict, text: str) -> PieceResult:
        """The piece as a failure of the sequence in hand, or as what was found before."""
        assert self.piece is not None
        failure = self._found
        if failure is None:
            case = next(islice(self.piece.cases(), self._sign.position, None))
            step = len(case.commands)  # which command it was is not known
            finding = Finding(verdict, ("CMD-001",), step, "an outcome", text)
            failure = PieceFailure(self._sign.against, Trace(self._plan.target, case, finding))
        # What was answered rightly before is not known any more.
        return PieceResult(self.piece, 0, Hits(), time.monotonic() - self._began, failure)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """What starts meanwhile never hears Ctrl-C, which a terminal sends to everybody."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    previous = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _end(crew: list[_Worker]) -> None:
    """End all, who end their engines; those that do not end in time are killed."""
    for worker in crew:
        worker.pipe.close()
        worker.process.terminate()
    deadline = time.monotonic() + _GRACE_SECONDS
    for worker in crew:
        worker.process.join(max(0.0, deadline - time.monotonic()))
        worker.process.kill()
        worker.process.join()


def _how_it_ended(status: int | None) -> str:
    if status is None:
        return "closed its pipe"
    if status >= 0:
        return f"exited with status {status}"
    names = {member.value: member.name for member in signal.Signals}
    return f"was ended by {names.get(-status, f'signal {-status}')}"


def _serve(pipe: Connection, plan: CampaignPlan) -> None:
    """The worker itself. Ctrl-C is for the one who started it; SIGTERM ends it and its engines."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Nothing here makes many cycles: what there is goes after every piece.
    gc.freeze()
    gc.disable()
    try:
        pipe.send(_Ready())
        while True:
            pipe.send(_result(plan, pipe.recv(), pipe.send))
            gc.collect()
    except (EOFError, OSError, KeyboardInterrupt):
        return
    finally:
        end_all()


def _result(
    plan: CampaignPlan, piece: Piece, tell: Callable[[Sign | Found], None]
) -> PieceResult | _Unsupported | _KitFailed:
    try:
        return run_piece(plan, piece, tell)
    except UnsupportedTargetError as error:
        return _Unsupported(str(error))
    except Exception as error:
        return _KitFailed(ascii(f"raised {type(error).__name__}: {error}"[:300])[1:-1])
