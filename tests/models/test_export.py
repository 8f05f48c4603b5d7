"""Questions by ONNX Runtime: the vectors of the encoder itself, or the encoder itself."""

import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from nksearch.config import Settings
from nksearch.errors import ExportError
from nksearch.models.encoder import MiniLM, SentenceEncoder, load_encoder
from nksearch.models.export import SAMPLES, export
from nksearch.models.exported import (
    GRAPH,
    MANIFEST,
    TOKENIZER,
    WEIGHTS,
    ExportedEncoder,
    Identity,
    seal,
)
from nksearch.models.languages_known import SENTENCES

from ..conftest import ROOT
from .tiny_models import save_encoder

IDENTITY = Identity("tiny", "1")
FILES = (GRAPH, WEIGHTS, TOKENIZER)


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A folder sealed as an export, whose files are not read further than their hashes."""
    for name in FILES:
        (tmp_path / name).write_text(name)
    seal(tmp_path, IDENTITY)
    return tmp_path


def test_every_encoder_has_a_folder_of_its_own(tmp_path: Path) -> None:
    several = [Identity("a", "1"), Identity("a", "2"), Identity("b", "1"), Identity("a\0", "1")]
    folders = {each.folder(tmp_path) for each in several}
    assert (4, {tmp_path}) == (len(folders), {folder.parent for folder in folders})
    assert Identity("a", "1").folder(tmp_path) in folders


def test_what_was_never_exported_is_said_with_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"not exported yet\. Run: nksearch rebuild"):
        ExportedEncoder(tmp_path, IDENTITY)


@pytest.mark.parametrize("name", [*FILES, MANIFEST])
def test_every_damaged_or_missing_file_of_an_export_is_refused(sealed: Path, name: str) -> None:
    path = sealed / name
    content = path.read_bytes()
    for wrong in (bytes([content[0] ^ 1]) + content[1:], content[:-1], b""):
        path.write_bytes(wrong)
        with pytest.raises(
            ExportError, match=rf"{name} is damaged .*Run: nksearch rebuild|{name} is damaged\. Run"
        ):
            ExportedEncoder(sealed, IDENTITY)
    path.unlink()
    with pytest.raises(ExportError, match="Run: nksearch rebuild"):
        ExportedEncoder(sealed, IDENTITY)


@pytest.mark.parametrize("content", ["[]", "{}", "null", '{"name": 1, "revision": 2, "files": 3}'])
def test_a_manifest_of_something_else_is_refused(sealed: Path, content: str) -> None:
    (sealed / MANIFEST).write_text(content)
    with pytest.raises(ExportError, match="is damaged"):
        ExportedEncoder(sealed, IDENTITY)


def test_the_export_of_another_encoder_is_refused(sealed: Path) -> None:
    with pytest.raises(ExportError, match="is damaged"):
        ExportedEncoder(sealed, Identity("tiny", "2"))


def test_files_that_are_sealed_but_no_export_are_refused(sealed: Path) -> None:
    with pytest.raises(ExportError, match="cannot be loaded"):
        ExportedEncoder(sealed, IDENTITY)


def test_the_reason_why_there_is_no_export_is_kept(tmp_path: Path) -> None:
    seal(tmp_path, IDENTITY, reason="its tokenizer, Slow, cannot be exported")
    with pytest.raises(ExportError, match=r"^its tokenizer, Slow, cannot be exported$"):
        ExportedEncoder(tmp_path, IDENTITY)


@pytest.mark.slow
@pytest.mark.parametrize("pooling", ["mean", "cls", "max"])
def test_an_exported_encoder_gives_its_own_vectors(tmp_path: Path, pooling: str) -> None:
    folder = save_encoder(tmp_path / "tiny", prompts={"query": "news : "}, pooling=pooling)
    plain = load_encoder(Settings(encoder=str(folder)))
    exporting = load_encoder(Settings(encoder=str(folder)), exports=tmp_path / "encoders")
    assert exporting.questions_by.startswith("sentence-transformers: it is not exported yet.")
    exporting.export_questions()
    again = load_encoder(Settings(encoder=str(folder)), exports=tmp_path / "encoders")
    assert ("ONNX Runtime",) * 2 == (exporting.questions_by, again.questions_by)
    assert again._loaded is None  # type: ignore[attr-defined]
    for text in (*SAMPLES, "flood phone " * 40):
        expected = plain.encode_question(text)
        np.testing.assert_allclose(again.encode_question(text), expected, atol=1e-5)
    assert again._loaded is None  # type: ignore[attr-defined]
    assert plain.revision == again.revision


@pytest.mark.slow
def test_a_build_removes_exports_of_other_encoders_and_a_server_goes_on_with_its_own(
    tmp_path: Path,
) -> None:
    exports = tmp_path / "encoders"
    old = SentenceEncoder(save_encoder(tmp_path / "old"), name="old", exports=exports)
    old.export_questions()
    before = old.encode_question("flood")
    assert old.questions_by == "ONNX Runtime"
    dead = exports / ".abcd1234"
    dead.mkdir()
    kept = exports / "notes"
    kept.mkdir()
    folder = save_encoder(tmp_path / "new", pooling="cls")
    new = SentenceEncoder(folder, name="new", exports=exports)
    new.export_questions()
    assert new.questions_by == "ONNX Runtime"
    folder = Identity(new.name, new.revision).folder(exports)
    assert sorted(exports.iterdir()) == sorted([folder, kept])
    np.testing.assert_array_equal(old.encode_question("flood"), before)
    new.export_questions()
    assert folder.exists()


@pytest.mark.slow
def test_an_export_with_other_vectors_is_not_kept(tmp_path: Path) -> None:
    encoder = SentenceEncoder(save_encoder(tmp_path / "tiny"), name="tiny")
    texts = ["flood", "border phone", ""]
    own = np.array([encoder.encode_question(text) for text in texts])
    folder = tmp_path / "export"
    export(encoder._network, folder, IDENTITY, texts=texts, vectors=own[[0, 0, 2]])
    with pytest.raises(ExportError, match="its export gives other vectors, down to a cosine of"):
        ExportedEncoder(folder, IDENTITY)
    export(encoder._network, folder, IDENTITY, texts=texts, vectors=own)
    assert (1, 16) == ExportedEncoder(folder, IDENTITY).encode("flood").shape


def test_an_encoder_whose_tokenizer_is_not_of_the_library_is_not_exported(tmp_path: Path) -> None:
    network = SimpleNamespace(tokenizer=object(), max_seq_length=8)
    folder = tmp_path / "export"
    export(network, folder, IDENTITY, texts=["flood"], vectors=np.eye(1, dtype=np.float32))
    assert [MANIFEST] == [path.name for path in folder.iterdir()]
    with pytest.raises(ExportError, match=r"^its tokenizer, object, cannot be exported$"):
        ExportedEncoder(folder, IDENTITY)


def nksearch(indexes: Path, *arguments: str, code: str = "") -> str:
    program = f"import sys; from nksearch.cli import main\ntry: main()\nfinally: {code or 'pass'}"
    result = subprocess.run(
        [sys.executable, "-c", program, "--indexes", indexes, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return result.stdout


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    indexes = tmp_path_factory.mktemp("sample") / "indexes"
    nksearch(indexes, "ingest", str(ROOT / "seeds"), "--rebuild")
    return indexes


HEAVY = "print(*sorted({'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)))"
QUESTION = "How many mobile phones were there in North Korea in 2019?"


@pytest.mark.slow
def test_a_cold_query_imports_no_torch(sample: Path) -> None:
    assert "" == nksearch(sample, "query", QUESTION, code=HEAVY).splitlines()[-1]
    assert "Questions    encoded by ONNX Runtime" in nksearch(sample, "status")


@pytest.mark.slow
def test_exported_vectors_of_the_default_encoder_are_those_of_sentence_transformers(
    sample: Path,
) -> None:
    from sentence_transformers import SentenceTransformer

    encoder = MiniLM(exports=sample / "encoders")
    own = SentenceTransformer(str(encoder._folder), local_files_only=True, device="cpu")
    texts = [
        *SENTENCES[1::2],
        QUESTION,
        QUESTION.upper(),
        "",
        "?",
        *(QUESTION * n for n in range(2, 30, 3)),
    ]
    expected = own.encode(texts, batch_size=1, normalize_embeddings=True, show_progress_bar=False)
    found = np.array([encoder.encode_question(text) for text in texts])
    assert ("ONNX Runtime", None) == (encoder.questions_by, encoder._loaded)
    cosines = (found * expected).sum(axis=1)
    assert cosines.min() >= 0.997  # of "" and "?"
    assert np.median(cosines) >= 0.9995


@pytest.mark.slow
def test_a_damaged_export_is_not_used_and_made_anew_by_the_next_build(
    sample: Path, tmp_path: Path
) -> None:
    indexes = shutil.copytree(sample, tmp_path / "indexes")
    expected = MiniLM(exports=sample / "encoders").encode_question(QUESTION)
    weights = next((indexes / "encoders").glob(f"*/{WEIGHTS}"))
    content = bytearray(weights.read_bytes())
    content[5_000_000] ^= 1
    weights.write_bytes(content)
    shown = f"sentence-transformers: {weights} is damaged or missing. Run: nksearch rebuild"
    assert f"Questions    encoded by {shown}" in nksearch(indexes, "status")
    encoder = MiniLM(exports=indexes / "encoders")
    assert shown == encoder.questions_by
    assert encoder.encode_question(QUESTION) @ expected >= 0.9995
    encoder.export_questions()
    assert "ONNX Runtime" == encoder.questions_by
    np.testing.assert_allclose(encoder.encode_question(QUESTION), expected, atol=1e-6)
