"""Tiny models with random weights in the form of sentence-transformers, for the tests."""

from pathlib import Path
from typing import Any

WINDOW = 24  # tokens
_WORDS = "flood phone border missile market visit in the a news query passage . :".split()
_SYLLABLES = "평양장마당소식핵"


def save_encoder(
    folder: Path, *, prompts: dict[str, str] | None = None, pooling: str = "mean"
) -> Path:
    """Save a two-layer BERT of 16 dimensions and return its folder."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import BertModel

    base = folder.with_name(f"{folder.name}-base")
    BertModel(_config()).save_pretrained(base)
    _tokenizer().save_pretrained(base)
    transformer = Transformer(str(base), max_seq_length=WINDOW)
    modules = [transformer, Pooling(16, pooling)]
    network = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    network.save(str(folder))
    return folder


def save_reranker(folder: Path, *, labels: int = 1) -> Path:
    """Save a two-layer BERT that scores pairs, and return its folder."""
    from transformers import BertForSequenceClassification

    BertForSequenceClassification(_config(num_labels=labels)).save_pretrained(folder)
    _tokenizer().save_pretrained(folder)
    return folder


def _config(**more: int) -> Any:
    import torch
    from transformers import BertConfig

    torch.manual_seed(7)  # the same weights every time
    return BertConfig(
        vocab_size=64,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=24,  # nothing that would be quantised
        max_position_embeddings=64,
        **more,
    )


def _tokenizer() -> Any:
    """WordPiece over a few words and syllables; syllables also continue words."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
    from transformers import PreTrainedTokenizerFast

    special = {f"{name}_token": f"[{name.upper()}]" for name in "pad unk cls sep mask".split()}
    pieces = [*special.values(), *_WORDS, *_SYLLABLES, *(f"##{each}" for each in _SYLLABLES)]
    vocabulary = {piece: number for number, piece in enumerate(pieces)}
    tokenizer = Tokenizer(models.WordPiece(vocabulary, **{"unk_token": "[UNK]"}))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=False)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, model_max_length=64, **special)
