"""Programs that can be killed: forks of the tests' own process, so nothing is imported anew."""

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self

_SET_PTRACER, _ANYBODY = 0x59616D61, ctypes.c_ulong(-1)  # of prctl(2)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its exit code, minus the signal that killed it, and what it said."""

    code: int
    out: str
    said: str

    @property
    def lines(self) -> frozenset[str]:
        """The lines on its standard output."""
        return frozenset(self.out.splitlines())


class Child:
    """A function in a process of its own, which waits for `go`; use it as a context manager.

    `strace` are arguments of an strace that watches everything it does from there on.
    """

    def __init__(self, work: Callable[[], int], strace: Sequence[str] = ()) -> None:
        self._files = [tempfile.TemporaryFile() for _ in range(2)]  # noqa: SIM115 (closed later)
        with warnings.catch_warnings():  # Python 3.12 warns of the threads of numerical libraries
            warnings.simplefilter("ignore", DeprecationWarning)
            self.pid = os.fork()
        if not self.pid:
            _run(work, self._files)
        os.waitpid(self.pid, os.WUNTRACED)
        self._tracer = _traced(self.pid, strace) if strace else None
        self._code: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._code is None:
            self.kill(signal.SIGKILL)
            self.wait()
        for file in self._files:
            file.close()

    def go(self) -> Self:
        """Let it begin."""
        self.kill(signal.SIGCONT)
        return self

    def kill(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def running(self) -> bool:
        """Tell whether it has not ended yet."""
        if self._code is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self._code = os.waitstatus_to_exitcode(status)
        return self._code is None

    def wait(self) -> Ended:
        """Return how it ended."""
        if self._code is None:
            self._code = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        if self._tracer:
            self._tracer.communicate()
        return Ended(self._code, *map(_content, self._files))


def run(work: Callable[[], int], strace: Sequence[str] = ()) -> Ended:
    """Run a function in a process of its own, under strace with these arguments if there are."""
    with Child(work, strace) as child:
        return child.go().wait()


def _run(work: Callable[[], int], files: Sequence[IO[bytes]]) -> None:
    """Be the child: never returns."""
    code = 1
    try:
        for number, file in enumerate(files, 1):
            os.dup2(file.fileno(), number)
        sys.stdout, sys.stderr = (os.fdopen(number, "w", closefd=False) for number in (1, 2))
        signal.signal(signal.SIGINT, signal.default_int_handler)
        ctypes.CDLL(None).prctl(_SET_PTRACER, _ANYBODY, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        code = work()
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except KeyboardInterrupt:  # before the work has begun, or when it had ended
        code = 128 + signal.SIGINT
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):  # the fault may be ours to meet
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _traced(pid: int, arguments: Sequence[str]) -> subprocess.Popen[bytes]:
    tracer = subprocess.Popen(
        ["strace", "-f", "-qq", *arguments, "-p", str(pid)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    status = Path(f"/proc/{pid}/status")
    while "\nTracerPid:\t0\n" in status.read_text():
        if tracer.poll() is not None:
            assert tracer.stderr
            raise AssertionError(f"strace ended: {tracer.stderr.read().decode()}")
        time.sleep(0.001)
    return tracer


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")
