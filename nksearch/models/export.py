"""Exporting an encoder to ONNX when an index is built, checked against the encoder itself."""

import re
import shutil
import warnings
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from nksearch.errors import ExportError
from nksearch.models.exported import (
    GRAPH,
    INPUT,
    TOKENIZER,
    WEIGHTS,
    ExportedEncoder,
    Identity,
    seal,
)
from nksearch.models.languages_known import SENTENCES
from nksearch.models.quantisation import quantise
from nksearch.text import one_line

SAMPLES = (  # questions and what may be taken for one, on which an export is checked
    *SENTENCES[::3],
    *(
        "",
        " ",
        "?",
        "a",
        "KIM",
        " Kim Jong-un\nvisited\tSinuiju ",
        "₩5,000 “½” e\u0301 é 🚀 [MASK]",
    ),
    *(" ".join(SENTENCES[:12]), " ".join(SENTENCES), "border " * 700),
)
_NEAR = 0.9999  # the cosine of a sample's two vectors, at least
_NEAR_IN_EIGHT_BITS = 0.997  # what is lowest for all-MiniLM-L6-v2 is a mere "?", with .998
_OPSET = 17  # the version of ONNX's operators
_LONGEST_REASON = 200  # characters
_OWN = re.compile(r"[0-9a-f]{16}|\.\w{8}", re.ASCII)  # names of exports and of unfinished ones


def export(
    network: Any,
    folder: Path,
    identity: Identity,
    *,
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
) -> None:
    """Export a sentence-transformers network into a folder, in place of what is there.

    `vectors` are those of `texts`, prompts included, that the network itself made, of length 1.
    Where the network cannot be exported or its export makes others, the folder holds the reason.

    Raises:
        OSError: the disk is full, or something cannot be written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".", dir=folder.parent) as temporary:
        made, unmade = Path(temporary, "made"), Path(temporary, "unmade")
        made.mkdir()
        unmade.mkdir()
        try:
            _save_tokenizer(network, made / TOKENIZER)
            _save_network(network, made, Path(temporary))
            seal(made, identity)
            _check(made, identity, texts, vectors, least=_NEAR)
            made = _in_eight_bits(made, Path(temporary, "eight"), identity, texts, vectors)
        except OSError:
            raise
        except Exception as error:  # whatever the libraries make of an architecture
            made = unmade
            seal(made, identity, reason=one_line(str(error))[:_LONGEST_REASON])
        if folder.exists():
            shutil.rmtree(folder)
        made.rename(folder)


def remove_others(folder: Path) -> None:
    """Remove the exports beside this one, which no encoder uses, and what dead exports have left.

    A process that has opened one of them goes on with it: its files stay until it closes them.
    """
    for other in folder.parent.glob("*"):
        if other != folder and other.is_dir() and _OWN.fullmatch(other.name):
            shutil.rmtree(other, ignore_errors=True)


def _save_tokenizer(network: Any, path: Path) -> None:
    own = network.tokenizer
    backend = getattr(own, "backend_tokenizer", None)
    if not isinstance(backend, Tokenizer):
        raise ExportError(f"its tokenizer, {type(own).__name__}, cannot be exported")
    tokenizer = Tokenizer.from_str(backend.to_str())
    tokenizer.no_padding()
    tokenizer.no_truncation()
    if network.max_seq_length is not None:
        tokenizer.enable_truncation(int(network.max_seq_length), direction=own.truncation_side)
    tokenizer.save(str(path))


def _save_network(network: Any, folder: Path, temporary: Path) -> None:
    """Save the graph, and beside it the weights in one file that can be memory-mapped."""
    import onnx
    import torch

    class OneText(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.network = network

        def forward(self, tokens: torch.Tensor) -> Any:
            features = {"input_ids": tokens, "attention_mask": torch.ones_like(tokens)}
            return self.network(features)["sentence_embedding"]

    device = network.device
    example = torch.arange(1, 6).unsqueeze(0)
    try:
        with torch.no_grad(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of tracing; what it gets wrong, the check finds
            torch.onnx.export(
                OneText().eval().cpu(),
                (example,),
                str(temporary / GRAPH),
                input_names=[INPUT],
                dynamic_axes={INPUT: {1: "length"}},
                opset_version=_OPSET,
                dynamo=False,  # the newer way needs two more packages and takes three times as long
            )
    finally:
        network.to(device)
    _save_graph(onnx.load(temporary / GRAPH), folder)


def _save_graph(model: Any, folder: Path) -> None:
    import onnx

    onnx.save_model(model, folder / GRAPH, save_as_external_data=True, location=WEIGHTS)


def _in_eight_bits(
    made: Path,
    folder: Path,
    identity: Identity,
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
) -> Path:
    """Return the folder of the same export with weights of eight bits, or of this one.

    This one is kept where others give other vectors.
    """
    import onnx

    try:
        model = onnx.load(made / GRAPH)
        if not quantise(model):
            return made
        folder.mkdir()
        _save_graph(model, folder)
        shutil.copy(made / TOKENIZER, folder / TOKENIZER)
        seal(folder, identity)
        _check(folder, identity, texts, vectors, least=_NEAR_IN_EIGHT_BITS)
    except OSError:
        raise
    except Exception:  # whatever the libraries make of it: what is made already is sound
        return made
    return folder


def _check(
    folder: Path,
    identity: Identity,
    texts: Sequence[str],
    vectors: npt.NDArray[np.float32],
    *,
    least: float,
) -> None:
    """Raise ExportError unless the export gives about these vectors for these texts."""
    exported = ExportedEncoder(folder, identity)
    others = np.concatenate([exported.encode(text) for text in texts])
    lengths = np.linalg.norm(others, axis=1)
    cosines = (vectors * others).sum(axis=1) / np.where(lengths == 0, 1, lengths)
    zeros = (lengths == 0) & ~vectors.any(axis=1)
    lowest = float(np.where(zeros, 1, cosines).min())
    if not lowest >= least:  # also if it is no number
        raise ExportError(f"its export gives other vectors, down to a cosine of {lowest:.5f}")
