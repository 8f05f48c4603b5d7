import gzip
import shutil
import ssl
import subprocess
import time
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path

import pytest

from nksearch.errors import FetchError
from nksearch.fetching import Fetched, Network, fetch
from nksearch.fetching.addresses import Address

from .server import HERE, Answer, Send, network, page, serving

MB = 10**6


def fetched(answer: Answer, path: str = "/page", **options: float) -> Fetched:
    with serving(answer) as (port, _):
        limit = int(options.pop("limit", MB))
        return fetch(f"http://post.test:{port}{path}", limit=limit, network=network(), **options)


def sending(data: bytes) -> Answer:
    return lambda path, send: send(data)


def reason(answer: Answer, path: str = "/page", **options: float) -> str:
    with pytest.raises(FetchError) as caught:
        fetched(answer, path, **options)
    return str(caught.value)


def test_a_page_comes_with_its_address_and_charset() -> None:
    body = "<p>평양</p>".encode("euc-kr")
    answer = sending(page(body, "Content-Type: text/html; charset=EUC-KR"))
    with serving(answer) as (port, requests):
        found = fetch(f"http://post.test:{port}/a?b=c#d", limit=MB, network=network())
    assert (found.address, found.body) == (f"http://post.test:{port}/a?b=c", body)
    assert found.charset == "euc-kr"
    first, *headers = requests[0].split("\r\n")
    assert first == "GET /a?b=c HTTP/1.1"
    assert f"Host: post.test:{port}" in headers
    assert any(each.startswith("User-Agent: nksearch/") for each in headers)
    assert not any(each.startswith(("Cookie", "Authorization", "Referer")) for each in headers)


def test_korean_names_and_paths_are_written_as_the_web_does() -> None:
    with serving(sending(page(b"text"))) as (port, requests):
        fetch(f"http://평양.test:{port}/소식", limit=MB, network=network())
    assert requests[0].startswith("GET /%EC%86%8C%EC%8B%9D HTTP/1.1\r\n")
    assert f"Host: xn--og5b13x.test:{port}" in requests[0]


def test_packed_pages_are_unpacked() -> None:
    packed = page(gzip.compress(b"text " * 99), "Content-Encoding: gzip")
    assert fetched(sending(packed)).body == b"text " * 99


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (page(b"no", status="404 Not Found"), "Its server answers 404 instead"),
        (page(b"x" * (MB + 1)), "Larger than 1 MB"),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * (MB + 1), "Larger than 1 MB"),
        (page(gzip.compress(b"x" * 40 * MB), "Content-Encoding: gzip"), "Larger than 1 MB"),
        (page(b"\x1f\x8bbroken", "Content-Encoding: gzip"), "post.test does not answer as it"),
        (page(b"x", "Content-Encoding: br"), "It is packed in a way that was not asked for."),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "It ended before its end"),
        (b"SSH-2.0-OpenSSH\r\n", "post.test does not answer as it should"),
        (b"", "post.test does not answer as it should"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 500 + b"\r\n", "post.test does not answer as"),
        (page(b"", status="302 Found"), "It leads on, but does not say where to."),
        (page(b"", "Location: file:///etc/passwd", status="302 Found"), "Only addresses that"),
        (page(b"", "Location: gopher://post.test/", status="301 Moved"), "Only addresses that"),
        (page(b"", "Location: http://a:b@post.test/", status="307 Now"), "Addresses with a user"),
        (page(b"", "Location: /again", status="302 Found"), "It leads on to another address more"),
    ],
)  # fmt: skip
def test_what_cannot_be_fetched_says_why(answer: bytes, message: str) -> None:
    assert reason(sending(answer)).startswith(message)


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://post.test/page", "Only addresses that begin with http:// or https://"),
        ("file:///etc/passwd", "Only addresses that begin"),
        ("http:///page", "Not an address of a page"),
        ("http://post.test:99999/", "Not an address of a page"),
        ("http://[::1/", "Not an address of a page"),
        ("http://user:secret@post.test/", "Addresses with a user name or password"),
        ("http://post.test@127.0.0.1/", "Addresses with a user name or password"),
        ("http://post.test/\r\nHost: other", "Not an address: it has spaces"),
        ("http://post.test\\@127.0.0.1/", "Not an address: it has spaces"),
        (f"http://post.test/{'a' * 3000}", "Not an address"),
        ("http://127.0.0.1:9/", "127.0.0.1 is not a public address"),
        ("http://2130706433/", "2130706433 is not a public address"),
        ("http://[::ffff:127.0.0.1]/", "::ffff:127.0.0.1 is not a public address"),
        ("https://localhost/", "localhost is not a public address"),
        ("http://no-such-name.invalid/", "There is no server named no-such-name.invalid."),
        (f"http://{'a' * 70}.test/", "There is no server named a"),
    ],
)  # fmt: skip
def test_addresses_that_are_not_public_pages_are_refused(url: str, message: str) -> None:
    with pytest.raises(FetchError) as caught:
        fetch(url, limit=MB)
    assert str(caught.value).startswith(message)


def test_a_drip_of_bytes_ends_with_the_time() -> None:
    def drip(path: str, send: Send) -> None:
        send(b"HTTP/1.1 200 OK\r\n\r\n" if path == "/body" else b"HTTP/1.1 200 OK\r\n")
        for _ in range(300):
            send(b"x")
            time.sleep(0.02)

    for path in ("/body", "/header"):
        assert reason(drip, path, seconds=0.2) == "It took longer than 0 seconds."


def test_redirects_lead_to_the_page_and_are_checked_again() -> None:
    def answer(path: str, send: Send) -> None:
        moved = page(b"", f"Location: {'/b' if path == '/a' else '/page'}#x", status="301 Moved")
        send(page(b"text") if path == "/page" else moved)

    assert fetched(answer, "/a").address.endswith("/page")

    checked: list[Address] = []

    def first_only(address: Address) -> bool:
        checked.append(address)
        return len(checked) == 1

    with serving(answer) as (port, requests), pytest.raises(FetchError, match="not a public"):
        fetch(f"http://post.test:{port}/a", limit=MB, network=network(allowed=first_only))
    assert (len(checked), len(requests)) == (2, 1)


def test_a_name_that_resolves_to_something_else_a_moment_later_changes_nothing() -> None:
    public, asked = ip_address("93.184.216.34"), []

    def rebinding(host: str, port: int) -> list[Address]:
        asked.append(host)
        return [public] if len(asked) > 1 else [HERE]

    with serving(sending(page(b"text"))) as (port, requests):
        safe = Network(resolve=rebinding, is_allowed=lambda address: address == HERE)
        assert fetch(f"http://post.test:{port}/", limit=MB, network=safe).body == b"text"
        assert (asked, len(requests)) == (["post.test"], 1)
        with pytest.raises(FetchError, match="not a public address"):
            fetch(f"http://post.test:{port}/", limit=MB, network=safe)


def test_a_name_with_one_address_that_is_not_public_is_refused() -> None:
    both = Network(resolve=lambda host, port: [ip_address("93.184.216.34"), HERE])
    with pytest.raises(FetchError, match="not a public address"):
        fetch("http://post.test/", limit=MB, network=both)


def test_a_proxy_is_not_used_but_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.test:3128")
    assert fetched(sending(page(b"text"))).body == b"text"
    with pytest.raises(FetchError, match="proxies are not used"):
        fetch("http://no-such-name.invalid/", limit=MB)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A certificate for post.test that only its own maker trusts, and its key."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    made, key = folder / "made.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", made, "-subj", "/CN=post.test",
         "-addext", "subjectAltName=DNS:post.test", "-days", "2"],
        check=True, capture_output=True,
    )  # fmt: skip
    yield made, key


def test_a_server_must_have_a_certificate_that_is_valid_for_its_name(
    certificate: tuple[Path, Path],
) -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(*certificate)
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    with serving(sending(page(b"text")), tls=own) as (port, _):
        found = fetch(f"https://post.test:{port}/", limit=MB, network=network(tls=trusting))
        assert found.body == b"text"
        for host, tls in (("post.test", None), ("other.test", trusting)):
            with pytest.raises(FetchError, match=f"The certificate of {host} is refused"):
                fetch(f"https://{host}:{port}/", limit=MB, network=network(tls=tls))
