import gzip
import io
import json
import stat
import tarfile
import zipfile

import pytest

from nksearch.datamodels import Article, Rejected
from nksearch.readers import archives, read, sources

MEMBERS = {
    "a.txt": b"Title A\n\nThe text of page A.",
    "sub/dump.jsonl": b'{"text": "One."}\n{"title": "none"}\n',
    "sub/packed.json.gz": gzip.compress(json.dumps([{"text": "Two."}]).encode()),
    ".hidden": b"Hidden.",
    "__MACOSX/a.txt": b"Not a file of anyone.",
    "page.html": b"<html><body><p>The river town was under water for a week.</p></body></html>",
    "page_files/frame.html": b"<html><body><p>An advertisement in a frame.</p></body></html>",
    "picture.png": b"\x89PNG\r\n\x1a\n",
}


def zipped(members):
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return output.getvalue()


def tarred(members, mode="w"):
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode=mode) as archive:
        for name, data in members.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return output.getvalue()


def rows(tmp_path, data, name="archive"):
    path = tmp_path / name
    path.write_bytes(data)
    return list(read(path))


def reasons(found):
    return [row.reason for row in found if isinstance(row, Rejected)]


@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: tarred(members, "w:gz")])
def test_every_member_is_read_as_a_file_is(tmp_path, pack):
    found = rows(tmp_path, pack(MEMBERS))
    assert [row.text for row in found if isinstance(row, Article)] == [
        "The text of page A.",
        "One.",
        "Two.",
        "The river town was under water for a week.",
    ]
    bad, picture = (row for row in found if isinstance(row, Rejected))
    assert (bad.path, bad.line) == (f"{tmp_path}/archive/sub/dump.jsonl", 2)
    assert (picture.path, picture.reason[:6]) == (f"{tmp_path}/archive/picture.png", "Binary")
    assert found[0].address == f"{(tmp_path / 'archive').as_uri()}#a.txt"


def test_archives_in_archives_are_read_to_a_limit(tmp_path):
    inner = zipped({"a.txt": b"Title\n\nText."})
    (article,) = rows(tmp_path, tarred({"inner.zip": inner}, "w:gz"))
    assert article.address == f"{(tmp_path / 'archive').as_uri()}#inner.zip/a.txt"
    found = rows(
        tmp_path, zipped({"b.zip": zipped({"inner.zip": inner}), "a.txt": b"Title\n\nText."})
    )
    assert [row.text for row in found if isinstance(row, Article)] == ["Text."]
    assert reasons(found) == ["An archive in an archive in an archive: unpack it."]


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/x", "a/../../x"])
@pytest.mark.parametrize("pack", [zipped, tarred])
def test_names_that_lead_out_are_refused(tmp_path, pack, name):
    found = rows(tmp_path, pack({name: b"Title\n\nText.", "b.txt": b"Title\n\nMore."}))
    assert reasons(found) == ["Its name leads out of the archive."]
    assert len(found) == 2


def test_links_and_devices_are_refused(tmp_path):
    output = io.BytesIO()
    with tarfile.open(fileobj=output, mode="w") as archive:
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
            header = tarfile.TarInfo(f"special{kind.decode()}")
            header.type, header.linkname = kind, "/etc/passwd"
            archive.addfile(header)
    assert [reason[:6] for reason in reasons(rows(tmp_path, output.getvalue()))] == [
        "A link", "A link", "Not a ", "Not a ",
    ]  # fmt: skip
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert reasons(rows(tmp_path, output.getvalue())) == ["A link in an archive is not followed."]


def test_an_encrypted_member_says_so(tmp_path):
    data = bytearray(zipped({"a.txt": b"Title\n\nText."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert reasons(rows(tmp_path, bytes(data))) == ["Encrypted: unpack it with its password."]


def test_bombs_are_refused_before_or_while_they_unpack(tmp_path, monkeypatch):
    bomb = zipped({"bomb.txt": b"word " * 20_000_000, "b.txt": b"Title\n\nText."})
    assert reasons(rows(tmp_path, bomb)) == [
        "Unpacks to more than 200 times its size: not believed."
    ]
    monkeypatch.setattr(sources.Budget, "__init__", lambda self: setattr(self, "left", 100_000))
    many = {f"{n}.jsonl": b'{"text": "a"}\n' * 2_000 for n in range(9)}
    for pack in (zipped, tarred):
        found = rows(tmp_path, pack(many))
        assert len(found) < 10_000
        assert "in all" in reasons(found)[-1]
    monkeypatch.setattr(archives, "MAX_MEMBERS", 5)
    assert "More than 5 members" in reasons(rows(tmp_path, zipped(many)))[-1]


def test_a_huge_header_of_a_tar_archive_is_not_held(tmp_path):
    header = tarfile.TarInfo("././@LongLink")
    header.type, header.size = tarfile.GNUTYPE_LONGNAME, 2**31
    found = rows(tmp_path, header.tobuf() + b"\0" * 2048)
    assert reasons(found) == ["The tar archive has a header of more than 1 MB."]


@pytest.mark.parametrize("cut", [10, 200, 700, -100, -30])
@pytest.mark.parametrize("pack", [zipped, tarred, lambda members: tarred(members, "w:gz")])
def test_a_cut_archive_raises_nothing(tmp_path, pack, cut):
    whole = pack(MEMBERS)
    for row in rows(tmp_path, whole[:cut]):
        assert isinstance(row, Article | Rejected)


def test_a_flipped_bit_rejects_the_member_alone(tmp_path):
    members = {f"{n}.txt": f"Title\n\nText {n}.".encode() for n in range(3)}
    data = bytearray(tarred(members))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    data = bytearray(stored.getvalue())
    data[data.index(b"Text 1")] ^= 1
    found = rows(tmp_path, bytes(data))
    assert [row.text for row in found if isinstance(row, Article)] == ["Text 0.", "Text 2."]
    assert "broken" in reasons(found)[0]
