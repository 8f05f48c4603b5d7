"""The encoding of a web page: its mark, what declares it, else what its bytes look like."""

import codecs
import re

from nksearch.readers.files import UnreadableError, as_korean, bom_codec, decode

_META_REACH = 4096  # bytes of a page in which it must declare its encoding
_META = re.compile(
    rb"<(?:meta\b[^>]{0,200}?charset|\?xml\b[^>]{0,200}?encoding)\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
# Encodings that pages declare, and the larger ones that they are written in.
_WRITTEN = {
    "ascii": "cp1252",
    "euc_kr": "cp949",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "iso8859-1": "cp1252",
    "shift_jis": "cp932",
}
_READ = frozenset(
    "big5 big5hkscs cp1250 cp1251 cp1252 cp1253 cp1254 cp1256 cp1257 cp1258 cp874 cp932 cp949 "
    "euc_jp gb18030 iso2022_jp iso2022_kr iso8859-2 iso8859-5 iso8859-7 iso8859-9 iso8859-15 johab "
    "koi8-r koi8-u mac-roman utf-8".split()
)
_SAMPLE = 100_000  # bytes by which an encoding is guessed
_FEW = 0.001  # share of characters that may be broken where the encoding is declared


def decode_page(raw: bytes, declared: str | None = None) -> str:
    """Return the text of a page; `declared` is the encoding that came with it, as in a header.

    A byte order mark decides, then valid UTF-8, then what is declared with the page and in it,
    then what the bytes look like. A few broken characters of a declared encoding become U+FFFD.

    Raises:
        UnreadableError: no encoding fits, or it is binary.
    """
    if bom_codec(raw)[0]:
        return decode(raw)[0]
    if b"\0" in raw:
        raise UnreadableError("Binary, not text: it has NUL bytes.")
    in_page = _META.search(raw, 0, _META_REACH)
    labels = [declared, in_page[1].decode("ascii", "replace") if in_page else None]
    names = [codec for label in labels if label and (codec := _codec(label))]
    text = None if b"\x1b" in raw and names else _strictly(raw, "utf-8")
    if text is None:
        text = next((text for name in names if (text := _mostly(raw, name)) is not None), None)
    if text is None:
        text = as_korean(raw) or _guessed(raw)
    if text is None:
        raise UnreadableError("Its encoding cannot be told: save the page as UTF-8.")
    return text


def _codec(label: str) -> str | None:
    """Return the codec that a page means by `label`, None when pages are not written in it."""
    plain = label.strip(" \"'").lower()
    if plain.startswith(("ks_c_5601", "ksc5601", "ks_c", "x-windows-949", "windows-949")):
        return "cp949"
    try:
        name = codecs.lookup(plain).name
    except (LookupError, ValueError):
        return None
    name = _WRITTEN.get(name, name)
    return name if name in _READ else None


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except UnicodeDecodeError:
        return None


def _mostly(raw: bytes, codec: str) -> str | None:
    text = raw.decode(codec, "replace")
    return text if text.count("\ufffd") <= 1 + _FEW * len(text) else None


def _guessed(raw: bytes) -> str | None:
    from charset_normalizer import from_bytes  # 40 ms, and hardly a page needs it

    best = from_bytes(raw[:_SAMPLE], cp_isolation=sorted(_READ)).best()
    return _mostly(raw, best.encoding) if best else None
