"""Words of one family that stemming keeps apart: "won" and "win", "died" and "death"."""

from nksearch.analysis import terms

_FAMILIES = """
win won|lose lost loss|hold held|lead led|write wrote written|make made|build built
give gave given|take took taken|begin began begun|become became|come came|go went gone|get got
find found|know knew known|see saw seen|say said|tell told|think thought|buy bought|bring brought
sell sold sale|send sent|spend spent|lend lent|leave left|meet met|pay paid|run ran|sing sang sung
speak spoke spoken|steal stole stolen|teach taught|wear wore worn|grow grew grown growth
draw drew drawn|fall fell fallen|drive drove driven|choose chose chosen|fight fought
fly flew flown flight|rise rose risen|strike struck|swim swam|throw threw thrown
understand understood|catch caught|eat ate eaten|feel felt|keep kept|seek sought|shoot shot
sink sank sunk|stand stood|bear born birth|die died death dead|arrive arrival|marry marriage
high height|long length|wide width|deep depth|old age aged
"""
_SAME_BEGINNING = 6  # letters from which longer words are of one family: legislate, legislation


def _by_term() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for family in _FAMILIES.replace("\n", "|").split("|"):
        members = frozenset(term.text for term in terms(family))
        for member in members:
            found[member] = found.get(member, frozenset()) | members
    return found


_FAMILY = _by_term()


def occurs(term: str, words: frozenset[str], beginnings: frozenset[str]) -> bool:
    """Tell whether `words` (with their `beginnings`) have the term or one of its family."""
    if term in words:
        return True
    if len(term) >= _SAME_BEGINNING and term[:_SAME_BEGINNING] in beginnings:
        return True
    return not words.isdisjoint(_FAMILY.get(term, ()))


def beginnings(words: frozenset[str]) -> frozenset[str]:
    """Return the first letters of the words, as many as `occurs` compares."""
    return frozenset(word[:_SAME_BEGINNING] for word in words)
