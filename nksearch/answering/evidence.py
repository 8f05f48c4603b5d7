"""The sentences of the passages, each with what makes it evidence for an answer."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from nksearch.analysis import Term, content_terms, terms
from nksearch.answering.forms import beginnings, occurs
from nksearch.answering.kinds import Kind, expected, kind_of
from nksearch.citations import excerpt
from nksearch.datamodels import Excerpt, Passage, Respelling
from nksearch.mentions import form_of
from nksearch.text import Span, sentence_spans

READ_PASSAGES = 8  # the first ones, from which sentences are taken
FEATURES = (
    "meaning",  # cosine with the question
    "own",  # share of the question's weight that the sentence has
    "around",  # that its passage with the title has
    "title",  # that the title has
    "resolved",  # that the sentence before adds, where this one refers back to it
    "pairs",  # share of the question's neighbouring words that are neighbours in it
    "together",  # how close the question's words stand in it
    "passage",  # score of the passage, less that of the best one
    "expected",  # 1 with words of the kind asked for, -1 without, 0 where no kind is
    "new",  # how many words it has besides the question's, 12 at most
    "asks",  # it is a question itself
    "short",  # it has less than four words
)
_NEW_WORDS = 12
TOO_ALIKE = 0.6  # share of terms from which two sentences say the same
_UNKNOWN_MEANING = 0.5  # of the coverage, instead of a cosine, in a language without meaning

Weight = Callable[[str], float]  # of a term, by how rare it is; see LexicalIndex.weight
# Cosines of the sentences of a passage with the question; None for a language without meaning.
Similarity = Callable[[Passage], npt.NDArray[np.float32] | None]
Row = npt.NDArray[np.float64]

ASKING = frozenset(  # words of a question that its answer need not have
    term.text
    for term in terms(
        "give happen happened happens kind know list made many more most much name say "
        "says said tell still ever please up until"
    )
)
# Words that refer to something said before.
_BACK = (
    r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|[Tt]his|[Tt]hese|[Tt]hat|[Tt]hose|[Hh]is|[Hh]er|[Ii]ts|"
    r"[Tt]heir)"
)
_REFERS = re.compile(
    rf"\b{_BACK}\b|^(?:[\"“(]|\w+, )?(?:Such|Both|Another|Other)\b"
    r"|^The (?:company|city|group|team|country|system|first|second|third|last|latter|former|other|"
    r"term|name|program|series|book|film|show|song|band|region|area|record|past|two|three|four|"
    r"organi[sz]ation|government|same)\b"
    r"|^(?:그|그는|그녀|이는|이를|그의|이|이후|또한|하지만|그러나|당시|같은 해)\s"
)
_OPENS_WITH_REFERENCE = re.compile(
    r"^[\"“‘(]?(?:(?:But|And|So|Then|Later|However|Instead|Also|Still|Yet),? )?"
    rf"(?:{_BACK}|Such|Both)\b|^(?:그는|그녀는|그가|그의|이는|이를|이에|이후|그러나|하지만)\s"
    r"|^[\"“].{2,200}[”\"],? (?:he|she|they|it) (?:said|says|added|told|wrote)\b"
)
# Not what happened, but how the text came to be.
_ABOUT_THE_TEXT = re.compile(
    r"^[(\[]?This (?:is an? )?(?:\w+ )?(?:article|brief|story|post|piece|text|summary|report) "
    r"(?:(?:was|is|has been) )?(?:written|based on|compiled|translated|prepared|adapted|"
    r"(?:first|originally) (?:published|appeared))\b"
    r"|^(?:Sources?|References|출처|참고 ?(?:자료|문헌)?|자료) ?[:：]"
    r"|^이 (?:글|기사|자료)[은는] .*(?:작성|번역|정리|요약|쓴 글|가져[왔온])"
    r"|\d일 (?:보도|기사|방송), .*(?:\d[년월일] (?:보도|기사|방송)|글에서|기사에서)"
)
_PERSON = re.compile(
    r"^[\"“‘(]?(?:\w+,? )?(?:[Hh]e|[Ss]he|[Tt]hey|[Hh]is|[Hh]er|[Tt]heir)\b"
    r"|^(?:그는|그녀|그가|그의)"
)
_EXPLETIVE = re.compile(
    r"^(?:It (?:is|was|has been|remains)\b[^.]{0,30}? (?:that|to|whether|if|how|why)\b"
    r"|It (?:seems|appears|turned out)\b|This is an? |It (?:rained|snowed)\b)"
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question taken apart: its kind, and its content terms with their weights.

    `weights` are of the terms that some article has, unless none has any. `names` are the terms of
    names that may be spelled otherwise, each with these other forms.
    """

    text: str
    kind: Kind | None
    weights: dict[str, float]
    terms: frozenset[str]
    pairs: frozenset[tuple[str, str]]
    names: tuple[tuple[frozenset[str], tuple[str, ...]], ...] = ()

    def words_of(self, located: Iterable[Term]) -> frozenset[str]:
        """Return the terms of a text, and those of the names that it spells otherwise."""
        found = [term.text for term in located]
        if not self.names:
            return frozenset(found)
        form = f" {' '.join(found)} "
        also = (asked for asked, forms in self.names if any(each in form for each in forms))
        return frozenset(found).union(*also)

    @property
    def total(self) -> float:
        """The weight of all terms together."""
        return sum(self.weights.values()) or 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """A sentence of a passage with its evidence, in the order of `FEATURES`."""

    passage: Passage
    span: Span
    before: Span | None
    terms: frozenset[str]
    evidence: Row

    @property
    def text(self) -> str:
        """The sentence, verbatim."""
        return self.passage.text[self.span[0] : self.span[1]]

    def feature(self, name: str) -> float:
        """Return one of `FEATURES`."""
        return float(self.evidence[FEATURES.index(name)])


def weight_of_spellings(weight: Weight, respellings: Sequence[Respelling]) -> Weight:
    """Let a word of a name weigh what it does as the archive spells it."""
    unknown = weight("")
    known = {
        term: max(weight(other) for other in form_of(each.spellings[0]).split())
        for each in respellings
        for term in form_of(each.asked).split()
        if weight(term) >= unknown
    }
    return lambda term: known.get(term) or weight(term)


def take_apart(question: str, weight: Weight, respellings: tuple[Respelling, ...] = ()) -> Question:
    """Return what sentences are compared with."""
    content = content_terms(question)
    distinct = list(dict.fromkeys(content))
    wanted = [term for term in distinct if term not in ASKING] or distinct
    weights = {term: weight(term) for term in wanted}
    unknown = weight("")
    return Question(
        text=question,
        kind=kind_of(question),
        weights={term: value for term, value in weights.items() if value < unknown} or weights,
        terms=frozenset(term.text for term in terms(question)),
        pairs=frozenset(pairwise(content)),
        names=tuple(
            (
                frozenset(form_of(each.asked).split()),
                tuple(f" {form_of(s)} " for s in each.spellings),
            )
            for each in respellings
        ),
    )


def names_in(question: str) -> list[tuple[str, str]]:
    """Return the capitalised words of a question but its first, each with its term."""
    content = set(content_terms(question))
    words = [(question[each.start : each.end], each.text) for each in terms(question)]
    return [(word, term) for word, term in words[1:] if word[0].isupper() and term in content]


def words_of(question: Question, passage: Passage) -> frozenset[str]:
    """Return the terms of a passage and its title."""
    return question.words_of(terms(f"{passage.title}\n{passage.text}"))


def sentences_of(
    question: Question, passages: Sequence[Passage], similarity: Similarity
) -> list[Sentence]:
    """Return the sentences of the first passages with their evidence."""
    read = passages[:READ_PASSAGES]
    best = max((passage.score for passage in read), default=0.0)
    found: list[Sentence] = []
    for passage in read:
        found += _sentences_of_passage(question, passage, similarity(passage), best)
    return found


def alike(one: Sentence, other: Sentence) -> float:
    """Return the share of their terms that two sentences have in common."""
    union = len(one.terms | other.terms)
    return len(one.terms & other.terms) / union if union else 1.0


def coverage(question: Question, words: frozenset[str]) -> float:
    """Return the share of the question's weight that these words have."""
    begun = beginnings(words)
    shares = (value for term, value in question.weights.items() if occurs(term, words, begun))
    return sum(shares) / question.total


def opens_with_reference(sentence: str) -> bool:
    """Tell whether a reader needs the sentence before: "He said", "This"."""
    opens = _OPENS_WITH_REFERENCE.search(sentence) is not None
    return opens and not _EXPLETIVE.search(sentence)


def context_of(sentence: Sentence) -> Excerpt | None:
    """Return the sentence before, in the article, where this one opens with a reference to it.

    Persons are referred to from another paragraph as well, things are not.
    """
    if not opens_with_reference(sentence.text):
        return None
    passage = sentence.passage
    if sentence.before:
        before = excerpt(passage, sentence.before)
        between = passage.text[sentence.before[1] : sentence.span[0]]
    else:
        quote = passage.before.rstrip()
        between = passage.before[len(quote) :]
        end = passage.start - len(between)
        before = Excerpt(end - len(quote), end, quote)
    near = "\n" not in between or _PERSON.search(sentence.text)
    return before if before.quote and near else None


def _sentences_of_passage(
    question: Question,
    passage: Passage,
    cosines: npt.NDArray[np.float32] | None,
    best: float,
) -> list[Sentence]:
    spans = sentence_spans(passage.text)
    words = [list(terms(passage.text[start:end])) for start, end in spans]
    sets = [question.words_of(each) for each in words]
    title = question.words_of(terms(passage.title))
    covered = {
        "title": coverage(question, title),
        "around": coverage(question, title.union(*sets)),
        "passage": passage.score - best,
    }
    found = []
    for number, span in enumerate(spans):
        if _ABOUT_THE_TEXT.search(passage.text[slice(*span)]):
            continue
        before = number - 1 if number else None
        own = coverage(question, sets[number])
        values = dict(covered, own=own)
        values["meaning"] = (
            _UNKNOWN_MEANING * own if cosines is None else max(float(cosines[number]), 0.0)
        )
        text = passage.text[span[0] : span[1]]
        if before is not None and _REFERS.search(text):
            values["resolved"] = coverage(question, sets[number] | title | sets[before]) - own
        kinds = _found(question, text, words[number])
        values.update(
            _form(question, text), expected=0.0 if kinds is None else 1.0 if kinds else -1
        )
        found.append(
            Sentence(
                passage=passage,
                span=span,
                before=None if before is None else spans[before],
                terms=sets[number],
                evidence=np.array([values.get(name, 0.0) for name in FEATURES]),
            )
        )
    return found


def _form(question: Question, text: str) -> dict[str, float]:
    """Return the evidence that only the words of the sentence itself give."""
    content = content_terms(text)
    pairs = question.pairs & set(pairwise(content))
    places = [place for place, term in enumerate(content) if term in question.weights]
    several = len({content[place] for place in places}) > 1
    new = len(set(content) - question.weights.keys())
    return {
        "pairs": len(pairs) / max(1, len(question.pairs)),
        "together": len(places) / (places[-1] - places[0] + 1) if several else 0.0,
        "new": min(new, _NEW_WORDS) / _NEW_WORDS,
        "asks": float(text.endswith("?")),
        "short": float(len(text.split()) < 4 and len(text) < 25),
    }


def _found(question: Question, text: str, words: Sequence[Term]) -> list[Span] | None:
    """Return the words of the expected kind that are not the question's own."""
    spans = expected(question.kind, text)
    if spans is None:
        return None
    return [
        (start, end)
        for start, end in spans
        if not {term.text for term in words if term.start < end and term.end > start}
        <= question.terms
        or not any(term.start < end and term.end > start for term in words)
    ]
