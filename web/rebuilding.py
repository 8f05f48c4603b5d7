"""A rebuild in a process of its own, started from the page and followed there."""

import json
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from nksearch.errors import NksearchError

_NO_SUCH = "The rebuild ended without saying why: see the log of the server."


@dataclass(frozen=True, slots=True)
class RebuildState:
    """How far a rebuild is: `done` of `total` articles; `error` says why one failed."""

    state: Literal["idle", "running", "done", "failed"] = "idle"
    done: int = 0
    total: int = 0
    error: str | None = None


def rebuild_command(indexes: Path) -> list[str]:
    """Return the command that rebuilds this indexes directory and tells its progress."""
    program = [sys.executable, "-m", "nksearch", "--indexes", str(indexes)]
    return [*program, "rebuild", "--json", "--progress"]


class Rebuilder:
    """Runs one rebuild at a time."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._lock = threading.Lock()
        self._state = RebuildState()

    @property
    def state(self) -> RebuildState:
        """How far the last rebuild is."""
        return self._state

    def start(self) -> None:
        """Start a rebuild, unless one is running.

        Raises:
            NksearchError: it cannot be started.
        """
        with self._lock:
            if self._state.state == "running":
                return
            try:
                process = subprocess.Popen(  # noqa: S603 (our own program)
                    self._command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
                    encoding="utf-8", errors="replace",
                )  # fmt: skip
            except OSError as error:
                raise NksearchError(f"Cannot start a rebuild: {error.strerror}.") from error
            self._state = RebuildState("running")
            threading.Thread(target=self._follow, args=(process,), daemon=True).start()

    def _follow(self, process: "subprocess.Popen[str]") -> None:
        said = ""
        with process:
            for line in process.stderr or ():
                progress = _progress(line)
                if progress:
                    self._state = replace(self._state, **progress)
                else:
                    said = line.strip() or said
        if process.returncode == 0:
            self._state = replace(self._state, state="done", done=self._state.total)
        else:
            error = said.removeprefix("Error: ") or _NO_SUCH
            self._state = replace(self._state, state="failed", error=error)


def _progress(line: str) -> dict[str, Any] | None:
    """Return what a line says of the progress, None where it says something else."""
    try:
        said = json.loads(line)
    except ValueError:
        return None
    known = isinstance(said, dict) and said.keys() == {"done", "total"}
    return said if known else None
