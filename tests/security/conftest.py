"""One archive that all of these tests ask."""

import pytest

from nksearch.archive import Archive
from nksearch.indexing import rebuild
from nksearch.store import Store

from ..conftest import ARTICLES, WordEncoder


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """Return the archive of three articles; nobody writes to it."""
    indexes = tmp_path_factory.mktemp("asked")
    with Store(indexes / "articles.db") as store:
        with store.transaction():
            for article in ARTICLES:
                store.put(article, touched=set())
        rebuild(indexes, store, WordEncoder())
    return Archive(indexes, WordEncoder())
