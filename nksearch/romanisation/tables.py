"""Read word lists and letter tables written as plain text, so that they can be reviewed."""


def words(text: str) -> frozenset[str]:
    """Return the words of a text."""
    return frozenset(text.split())


def letters(keys: str, spelled: str) -> dict[str, str]:
    """Return the spelling of each key character; there must be as many words as keys."""
    return dict(zip(keys, spelled.split(), strict=True))
