"""Questions into vectors without torch: an encoder exported once, run by ONNX Runtime.

encoders/0123456789abcdef/manifest.json    which encoder it is, and the SHA-256 of every file
encoders/0123456789abcdef/graph.onnx       token numbers, shape (1, tokens), into a vector; its
                                           weights have eight bits where that changes little
encoders/0123456789abcdef/weights.bin      memory-mapped, so that processes share what they can
encoders/0123456789abcdef/tokenizer.json   as the encoder uses it, its window included
"""

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from nksearch.errors import ExportError
from nksearch.models.local import sha256

GRAPH, WEIGHTS, TOKENIZER, MANIFEST = "graph.onnx", "weights.bin", "tokenizer.json", "manifest.json"
INPUT = "tokens"
_FORMAT = 2  # of the files of an export
_REMEDY = "Run: nksearch rebuild"


@dataclass(frozen=True, slots=True)
class Identity:
    """Which encoder was exported; its revision changes whenever its vectors do."""

    name: str
    revision: str

    def folder(self, exports: Path) -> Path:
        """Return where the export of this encoder is kept below `exports`."""
        key = "\0".join((str(_FORMAT), self.name, self.revision))
        return exports / hashlib.sha256(key.encode()).hexdigest()[:16]


class ExportedEncoder:
    """An export whose files are those of its manifest; usable from several threads."""

    def __init__(self, folder: Path, identity: Identity) -> None:
        try:
            _verify(folder, identity)
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = _session(folder / GRAPH)
        except ExportError:
            raise
        except Exception as error:  # the libraries raise nothing narrower
            raise ExportError(f"{folder} cannot be loaded: {error}") from error

    def encode(self, text: str) -> npt.NDArray[np.float32]:
        """Return what the network makes of a text, its prompt included, shape (1, dimension)."""
        numbers = np.array([self._tokenizer.encode(text).ids], dtype=np.int64)
        vectors: npt.NDArray[np.float32] = self._session.run(None, {INPUT: numbers})[0]
        return vectors


def seal(folder: Path, identity: Identity, *, reason: str | None = None) -> None:
    """Write the manifest of the files in a folder, or the reason why there are none."""
    files = {path.name: sha256(path) for path in sorted(folder.iterdir())}
    manifest = {**asdict(identity), "reason": reason, "files": files}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")


def _verify(folder: Path, identity: Identity) -> None:
    """Raise ExportError unless everything is as it was sealed."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
        own = Identity(manifest["name"], manifest["revision"]) == identity
        reason, files = manifest["reason"], dict(manifest["files"])
    except FileNotFoundError as error:
        raise ExportError(f"it is not exported yet. {_REMEDY}") from error
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise ExportError(f"{folder / MANIFEST} is damaged. {_REMEDY}") from error
    if own and reason:
        raise ExportError(str(reason))
    if not own or {GRAPH, WEIGHTS, TOKENIZER} != files.keys():
        raise ExportError(f"{folder / MANIFEST} is damaged. {_REMEDY}")
    for name, digest in files.items():
        if not (folder / name).exists() or sha256(folder / name) != digest:
            raise ExportError(f"{folder / name} is damaged or missing. {_REMEDY}")


def _session(graph: Path) -> Any:
    """Return a session of one thread: a question is too short to be worth sharing.

    Measured on two cores: 3.2 ms a question; with two threads 1.9 ms when the machine was idle
    and 7 to 11 ms when it was not.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3  # errors; they are raised as well
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])
