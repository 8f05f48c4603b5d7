"""Which sentences of an archive are right answers to a judged question."""

from collections.abc import Callable, Mapping, Sequence

from nksearch.datamodels import Passage
from nksearch.evaluation.answer_measures import same_sentence, spans_of
from nksearch.evaluation.answer_sets import AskedQuestion
from nksearch.evaluation.questions import stands_in
from nksearch.text import Span, one_line

TextOf = Callable[[str], str]  # of an article, by its id


class Judge:
    """Judges sentences by gold sentences where there are some, else by answer strings."""

    def __init__(self, article_ids: Mapping[str, str], text_of: TextOf) -> None:
        self._article_ids = article_ids
        self._text_of = text_of

    def articles(self, question: AskedQuestion) -> frozenset[str]:
        """Return the ids of the articles that answer."""
        found = (self._article_ids.get(one_line(each)) for each in question.documents)
        return frozenset(each for each in found if each)

    def gold(self, question: AskedQuestion) -> dict[str, list[Span | None]]:
        """Return where each gold sentence stands, by article; None where it does not."""
        return {
            article_id: spans_of(question.gold_sentences, self._text_of(article_id))
            for article_id in self.articles(question)
        }

    def right(
        self, question: AskedQuestion, sentences: Sequence[tuple[Passage, Span]]
    ) -> list[bool]:
        """Tell of each sentence (offsets in its passage) whether it answers."""
        gold = self.gold(question)
        return [
            passage.article_id in gold and self._is_right(question, passage, span, gold)
            for passage, span in sentences
        ]

    def _is_right(
        self,
        question: AskedQuestion,
        passage: Passage,
        span: Span,
        gold: Mapping[str, Sequence[Span | None]],
    ) -> bool:
        start, end = span
        if question.gold_sentences:
            own = (passage.start + start, passage.start + end)
            return any(each and same_sentence(own, each) for each in gold[passage.article_id])
        return any(stands_in(each, passage.text[start:end]) for each in question.answers)
