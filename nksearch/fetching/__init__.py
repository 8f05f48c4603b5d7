"""One page from the web, only where its user asked for it: public addresses, within limits.

The name of a server is resolved once, every address is checked, and the connection goes to a
checked address: a name that resolves to something else a moment later changes nothing. Proxies are
not used, for a proxy resolves the name again, out of reach of the check.
"""

import gzip
import re
import ssl
import time
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit
from urllib.request import getproxies

from nksearch import __version__
from nksearch.errors import FetchError
from nksearch.fetching.addresses import Address, is_public, resolve
from nksearch.fetching.connection import PinnedConnection

MAX_BYTES = 20_000_000  # of a page, as in a file
MAX_REDIRECTS = 5
_LONGEST = 2_000  # characters of an address
_SCHEMES = ("http", "https")
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NO_ADDRESS = re.compile(r"[\s\x00-\x20\x7f-\x9f\\]")
_HEADERS = {
    "User-Agent": f"nksearch/{__version__} (reads a single page for its archive, asked by a user)",
    "Accept": "*/*",
    "Accept-Encoding": "gzip",
}


@dataclass(frozen=True, slots=True)
class Network:
    """How names are resolved, which addresses are allowed, and whom TLS trusts."""

    resolve: Callable[[str, int], list[Address]] = resolve
    is_allowed: Callable[[Address], bool] = is_public
    tls: ssl.SSLContext | None = None  # None: the certificate authorities of this machine


INTERNET = Network()


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page: the address that was asked for, the one that it came from, its bytes, unpacked.

    `charset` is the encoding that its server names.
    """

    asked: str
    address: str
    body: bytes
    charset: str | None


Fetch = Callable[[str], Fetched]
"""What fetches a page: raises FetchError as `fetch` does."""


def fetch(
    url: str, *, limit: int = MAX_BYTES, seconds: float = 60.0, network: Network = INTERNET
) -> Fetched:
    """Return what stands at `url`, at most `limit` bytes of it, within `seconds` in all.

    Only the resolving of names is not part of the time; the system has its own limit for that.

    Raises:
        FetchError: it is not fetched, or cannot be; the message is the reason.
    """
    deadline = time.monotonic() + seconds
    address = urldefrag(url)[0]
    for _ in range(MAX_REDIRECTS + 1):
        try:
            found = _visit(address, limit, deadline, network)
        except TimeoutError:
            raise FetchError(f"It took longer than {seconds:.0f} seconds.") from None
        if isinstance(found, Fetched):
            return Fetched(url, found.address, found.body, found.charset)
        address = found
    raise FetchError(f"It leads on to another address more than {MAX_REDIRECTS} times.")


def _visit(address: str, limit: int, deadline: float, network: Network) -> Fetched | str:
    """Return the page at an address, or the address that it leads on to."""
    parts = _checked(address)
    connection = _connection(parts, deadline, network)
    try:
        target = quote(parts.path or "/", safe="%/:@!$&'()*+,;=~")
        query = quote(parts.query, safe="%/:?@!$&'()*+,;=~[]")
        connection.request("GET", f"{target}?{query}" if query else target, headers=_HEADERS)
        response = connection.getresponse()
        if response.status in _REDIRECTS:
            return _next(address, response)
        if response.status != 200:
            raise FetchError(f"Its server answers {response.status} instead of the page.")
        body = _body(response, limit)
        return Fetched(address, address, body, response.headers.get_content_charset())
    except TimeoutError:
        raise
    except ssl.SSLCertVerificationError as error:
        reason = error.verify_message.rstrip(".")
        raise FetchError(f"The certificate of {parts.hostname} is refused: {reason}.") from None
    except (OSError, HTTPException, EOFError, zlib.error, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise FetchError(f"{parts.hostname} does not answer as it should: {reason}.") from None
    finally:
        connection.hang_up()


def _checked(address: str) -> SplitResult:
    """Return the parts of an address that may be fetched."""
    if len(address) > _LONGEST or _NO_ADDRESS.search(address):
        raise FetchError("Not an address: it has spaces or other signs that none has.")
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        named = False
    if "://" in address and address.partition("://")[0].lower() not in _SCHEMES:
        raise FetchError("Only addresses that begin with http:// or https:// are fetched.")
    if not named or parts.scheme not in _SCHEMES:
        raise FetchError("Not an address of a page, such as https://example.org/page.")
    if parts.username is not None or parts.password is not None:
        raise FetchError("Addresses with a user name or password in them are not fetched.")
    return parts


def _connection(parts: SplitResult, deadline: float, network: Network) -> PinnedConnection:
    """Return a connection to addresses that were checked; it opens when it is used."""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    try:
        host = (parts.hostname or "").encode("idna").decode()
        addresses = network.resolve(host, port)
    except (OSError, UnicodeError):
        raise FetchError(f"There is no server named {parts.hostname}.{_proxy()}") from None
    refused = [address for address in addresses if not network.is_allowed(address)]
    if refused or not addresses:
        raise FetchError(f"{parts.hostname} is not a public address: it is not fetched.")
    tls = (network.tls or ssl.create_default_context()) if parts.scheme == "https" else None
    return PinnedConnection(host, port, addresses, deadline=deadline, tls=tls)


def _proxy() -> str:
    return " A proxy is set here, but proxies are not used." if getproxies() else ""


def _next(address: str, response: HTTPResponse) -> str:
    location = response.getheader("Location")
    if not location:
        raise FetchError("It leads on, but does not say where to.")
    with suppress(UnicodeError):  # headers may be UTF-8, which http.client takes for Latin-1
        location = location.encode("latin-1").decode()
    return urldefrag(urljoin(address, location.strip()))[0]


def _body(response: HTTPResponse, limit: int) -> bytes:
    """Return the body, unpacked, of which never more than `limit` bytes are held."""
    coding = (response.getheader("Content-Encoding") or "identity").strip().lower()
    if coding in ("gzip", "x-gzip"):
        body = gzip.GzipFile(fileobj=response).read(limit + 1)
    elif coding == "identity":
        body = response.read(limit + 1)
    else:
        raise FetchError("It is packed in a way that was not asked for.")
    if len(body) > limit:
        raise FetchError(f"Larger than {limit // 10**6} MB: save it and take what is needed.")
    if response.length:
        raise FetchError("It ended before its end: try again.")
    return body
