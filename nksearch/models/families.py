"""What is known of published encoders by name: the prompts and languages they were trained with.

A model's own settings come first; this table answers where they are silent.
"""

import re
from dataclasses import dataclass

ENGLISH = frozenset({"en"})
_KOREAN = frozenset({"ko"})
_CHINESE = frozenset({"zh"})
_MANY = frozenset("ar de en es fr id it ja ko nl pl pt ru th tr vi zh".split())
_NO_JAPANESE = frozenset("ar de en es fr it ko nl pl pt ru tr zh".split())

_BGE = "Represent this sentence for searching relevant passages: "
_BGE_CHINESE = "为这个句子生成表示以用于检索相关文章："
_INSTRUCT = (
    "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: "
)


@dataclass(frozen=True, slots=True)
class Family:
    """Encoders of one kind; `languages` is None where they must be found out."""

    languages: frozenset[str] | None = None
    question_prompt: str = ""
    passage_prompt: str = ""


_FAMILIES = (  # the first pattern found in the name, in lower case, decides
    ("multilingual-e5.*instruct", Family(_MANY, _INSTRUCT)),
    ("multilingual-e5", Family(_MANY, "query: ", "passage: ")),
    (r"e5-(small|base|large)(-v2|-unsupervised)?$", Family(ENGLISH, "query: ", "passage: ")),
    (r"bge-m3-ko|kure-v1|snowflake-arctic-embed-l-v2\.0-ko", Family(_KOREAN | ENGLISH)),
    (r"bge-m3$", Family(_MANY)),
    ("bge-.*-en", Family(ENGLISH, _BGE)),
    ("bge-.*-zh", Family(_CHINESE, _BGE_CHINESE)),
    (r"arctic-embed-.*-v2", Family(_MANY, "query: ")),
    ("arctic-embed", Family(ENGLISH, _BGE)),
    (r"mxbai-embed-(large|xsmall)", Family(ENGLISH, _BGE)),
    (r"nomic-embed-text-v1", Family(ENGLISH, "search_query: ", "search_document: ")),
    (r"gte-multilingual", Family(_MANY)),
    (r"gte-(small|base|large)$|gte-.*-en", Family(ENGLISH)),
    (r"distiluse-base-multilingual-cased-v1", Family(_NO_JAPANESE)),
    (r"paraphrase-multilingual|distiluse-base-multilingual|labse$", Family(_MANY)),
    (r"ko-sroberta|ko-sbert|kosimcse", Family(_KOREAN)),
    (
        r"all-(minilm|mpnet|distilroberta|roberta)|multi-qa-|msmarco-(minilm|distil)",
        Family(ENGLISH),
    ),
)


def family(name: str) -> Family:
    """Return what is known of the encoder of this name; of an unknown one, nothing."""
    own = name.rstrip("/").lower()
    return next((known for pattern, known in _FAMILIES if re.search(pattern, own)), Family())
