"""The tables of the store: how each version of the file made them, and what is read of them."""

_FIRST_SCHEMA = """
CREATE TABLE raw (
    raw_hash   BLOB PRIMARY KEY,           -- SHA-256 of the bytes
    compressed BLOB NOT NULL               -- zlib
) WITHOUT ROWID;
CREATE TABLE articles (
    article_id TEXT PRIMARY KEY,
    revision   INTEGER NOT NULL            -- the current one
) WITHOUT ROWID;
CREATE TABLE revisions (
    article_id   TEXT NOT NULL REFERENCES articles,
    revision     INTEGER NOT NULL,         -- 1, 2, 3 ...
    title        TEXT NOT NULL,
    text         TEXT NOT NULL,
    published    TEXT,
    source       TEXT,
    url          TEXT,
    language     TEXT NOT NULL,
    topic        TEXT,
    translated_by      TEXT,
    translation_notice TEXT,
    captions     TEXT NOT NULL,            -- JSON
    external_id  TEXT,
    address      TEXT,
    text_hash    BLOB NOT NULL,
    record_hash  BLOB NOT NULL,            -- of everything that is shown
    raw_hash     BLOB NOT NULL REFERENCES raw,
    ingested     TEXT NOT NULL,            -- UTC
    PRIMARY KEY (article_id, revision)
);
CREATE INDEX revisions_by_text ON revisions (text_hash);
CREATE TABLE addresses (
    address     TEXT NOT NULL,
    article_id  TEXT NOT NULL REFERENCES articles,
    external_id TEXT,
    raw_hash    BLOB NOT NULL REFERENCES raw,
    PRIMARY KEY (address, article_id)
) WITHOUT ROWID;
"""
_REJECTED = """
CREATE TABLE rejected (
    path    TEXT NOT NULL,
    line    INTEGER,
    reason  TEXT NOT NULL,
    format  TEXT NOT NULL,
    noticed TEXT NOT NULL                  -- UTC
);
CREATE INDEX rejected_by_path ON rejected (path);
"""
_EXTRA = """
ALTER TABLE revisions ADD COLUMN extra TEXT NOT NULL DEFAULT '{}';  -- JSON: Article.extra
"""
_REPETITIONS = """
CREATE TABLE repetitions (
    site     TEXT NOT NULL,
    kind     TEXT NOT NULL,                -- fields of nksearch.repetitions.Repetitions
    line_key INTEGER NOT NULL,             -- a hash
    PRIMARY KEY (site, kind, line_key)
) WITHOUT ROWID;
"""


def _typed(columns: str) -> str:
    """Return in SQL the kind and the bytes of each column: a damaged text may be no UTF-8."""
    return ", ".join(f"typeof({name}), CAST({name} AS BLOB)" for name in columns.split())


_FIRST_ROW_HASH = "first_row_hash({})".format(
    _typed(
        "text article_id revision title published source url language topic translated_by"
        " translation_notice captions external_id address ingested extra text_hash record_hash"
        " raw_hash"
    )
)
_ADDRESS_HASH = f"first_address_hash({_typed('address article_id external_id raw_hash')})"
_ROW_HASHES = f"""
-- of all other columns; of revisions without the text
ALTER TABLE revisions ADD COLUMN row_hash BLOB NOT NULL DEFAULT x'';
UPDATE revisions SET row_hash = {_FIRST_ROW_HASH};
ALTER TABLE addresses ADD COLUMN row_hash BLOB NOT NULL DEFAULT x'';
UPDATE addresses SET row_hash = {_ADDRESS_HASH};
CREATE INDEX addresses_by_article ON addresses (article_id);
"""  # noqa: S608 (our own names)
_WITHOUT_EXTRA = "(SELECT *, '{}' AS extra FROM main.revisions)"
_EXTRA_FROM = 3  # the version of the file that has it
# Statement number n brings a file from version n to version n + 1; published ones never change.
MIGRATIONS = (_FIRST_SCHEMA, _REJECTED, _EXTRA, _REPETITIONS, _ROW_HASHES)

# What the store reads of a revision, of every article, and which revisions there are.
HASHED = (  # by `row_hash`, in this order
    *("article_id", "revision", "title", "published", "source", "url", "language", "topic"),
    *("translated_by", "translation_notice", "captions", "external_id", "address", "ingested"),
    *("extra", "text_hash", "record_hash", "raw_hash"),
)
COLUMNS = ", ".join((*HASHED, "text", "row_hash"))
ARTICLES = (
    f"SELECT {COLUMNS} FROM articles LEFT JOIN revisions USING (article_id, revision)"  # noqa: S608
    " ORDER BY article_id"
)
NEWEST = (
    "SELECT article_id, a.revision, max(r.revision) AS newest, record_hash"
    " FROM articles a LEFT JOIN revisions r USING (article_id)"
)


def as_if_newest(version: int) -> tuple[str, ...]:
    """Return what lets a file of an earlier version, which is only read, look like one of this."""
    if version == len(MIGRATIONS):
        return ()
    revisions = "main.revisions" if version >= _EXTRA_FROM else _WITHOUT_EXTRA
    view = "CREATE TEMP VIEW {} AS SELECT *, {} AS row_hash FROM {}"
    return (
        view.format("revisions", _FIRST_ROW_HASH, revisions),
        view.format("addresses", _ADDRESS_HASH, "main.addresses"),
    )
