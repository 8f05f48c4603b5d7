"""Name what news about the Koreas calls by many words: a gazetteer and a table of terms."""

from nksearch.vocabulary.entries import Entry, Match
from nksearch.vocabulary.loading import load_vocabulary
from nksearch.vocabulary.lookup import Vocabulary

__all__ = ["Entry", "Match", "Vocabulary", "load_vocabulary"]
