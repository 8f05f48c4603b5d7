"""The errors a user can meet; each message says what happened and what to do."""


class NksearchError(Exception):
    """Base of every expected failure; the command line turns it into a message and exit code 1."""


class UsageError(NksearchError):
    """The request itself cannot be served as it stands: the caller must change it."""


class BusyError(NksearchError):
    """Another process holds the lock that this operation needs; the command line exits with 75."""


class OverdueError(NksearchError):
    """The work was given up, because it takes longer than it may."""


class NoIndexError(NksearchError):
    """Nothing has been published yet in this indexes directory."""


class DamagedIndexError(NksearchError):
    """A generation's files are not what its manifest says; it must not be searched."""


class StoreError(NksearchError):
    """The article store cannot be opened or does not hold what was asked for."""


class ConflictError(StoreError):
    """What is to be taken in contradicts what the store holds."""


class UnknownArticleError(StoreError):
    """No article has this id."""


class FetchError(NksearchError):
    """A page is not fetched from the web, or cannot be; the message is the reason."""


class EncoderError(NksearchError):
    """An encoder or reranker cannot be loaded, or its weights are not the ones expected."""


class ExportError(EncoderError):
    """Why ONNX Runtime does not encode questions; the encoder itself then does."""
