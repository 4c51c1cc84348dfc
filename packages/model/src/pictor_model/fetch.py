"""Weights from a URL, into a file that is there whole or not at all."""

import contextlib
import http.client
import ipaddress
import socket
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, NoReturn
from urllib.parse import unquote, urlsplit

from pictor_model.checkpoint.tensors import MOST_BYTES
from pictor_model.errors import BuildError
from pictor_model.report import Report

_CHUNK = 1 << 20
_PATIENCE_SECONDS = 60.0
_MOST_REDIRECTS = 5

Handlers = Sequence[urllib.request.BaseHandler]


def is_url(weights: str) -> bool:
    """Whether the weights are named by a URL of any scheme."""
    return "://" in weights


@contextlib.contextmanager
def local_copy(weights: str, report: Report, transport: Handlers = ()) -> Iterator[Path]:
    """The weights as a file: the one named, or what a URL gives, which is removed afterwards.

    Args:
        weights: a path, or an `https://` URL.
        report: of progress.
        transport: what opens connections, in place of TLS.

    Raises:
        BuildError: the URL is not https, or leads elsewhere than to a whole file of a fair size.
    """
    if not is_url(weights):
        yield Path(weights)
        return
    _check_url(weights)
    with tempfile.TemporaryDirectory(prefix="pictor-") as directory:
        part = Path(directory) / "weights.part"
        try:
            _fetch(weights, part, report, transport)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise BuildError(
                f"the weights cannot be fetched from {_shown(weights)}: {_reason(error)}"
            ) from error
        yield part.rename(Path(directory) / _name(weights))


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to other public https addresses only, and not for ever."""

    max_redirections = _MOST_REDIRECTS
    max_repeats = _MOST_REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        """Refuses where a server must not send its caller: to plain http, to files, inside."""
        target = urlsplit(newurl)
        if target.scheme != "https":
            raise BuildError(f"{_shown(req.full_url)} redirects to {_shown(newurl)}, not to https")
        # A caller may name a host of its own network; a stranger's server may not.
        if _is_public(urlsplit(req.full_url).hostname) and not _is_public(target.hostname):
            raise BuildError(
                f"{_shown(req.full_url)} redirects to {_shown(newurl)}, which is a private address"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError as error:
        # The URL is not shown: its wrong part may be a password.
        raise BuildError("--weights is not a valid URL: check its host and port") from error
    if parts.scheme != "https" or not parts.hostname:
        raise BuildError(
            f"--weights takes a file or an https:// URL, not {parts.scheme}://: "
            "download the file and give its path"
        )
    if "@" in parts.netloc:
        raise BuildError(
            "--weights takes no user name and password in a URL: "
            "give a presigned URL, or download the file and give its path"
        )


def _fetch(url: str, file: Path, report: Report, transport: Handlers) -> None:
    opener = urllib.request.build_opener(_Redirects, *transport)
    # Compressed on the way, a body would have another length than is stated.
    request = urllib.request.Request(url, headers={"Accept-Encoding": "identity"})
    with opener.open(request, timeout=_PATIENCE_SECONDS) as source, file.open("wb") as out:
        total, done = int(source.headers.get("Content-Length") or 0), 0
        _check_size(url, total)
        while chunk := source.read(_CHUNK):
            out.write(chunk)
            done += len(chunk)
            _check_size(url, done)
            whole = f" of {total / 1e6:.0f}" if total else ""
            report("fetching", f"{done / 1e6:.0f}{whole} MB fetched", done=done, of=total or None)
    if total and done != total:
        _broken_off(url, done, total)


def _check_size(url: str, size: int) -> None:
    if size > MOST_BYTES:
        raise BuildError(
            f"{_shown(url)} gives {size} bytes or more, at most {MOST_BYTES} are fetched: "
            "ResNet50 has about 100 MB"
        )


def _broken_off(url: str, done: int, total: int) -> NoReturn:
    raise BuildError(f"{_shown(url)} broke off after {done} of {total} bytes; try again")


def _is_public(host: str | None) -> bool:
    """Whether none of a host's addresses is of this machine or of its network."""
    try:
        found = socket.getaddrinfo(host, 443, type=socket.SOCK_STREAM)
    except OSError:
        # Only a proxy may know the host; without a proxy the connection fails next.
        return True
    addresses = [ipaddress.ip_address(str(each[4][0]).partition("%")[0]) for each in found]
    return all(address.is_global for address in addresses)


def _reason(error: Exception) -> str:
    match error:
        case urllib.error.HTTPError() if 300 <= error.code < 400:
            return "the server redirects in a circle, or to what is not https"
        case urllib.error.HTTPError():
            return f"the server answers {error.code} {error.reason}"
        case urllib.error.URLError():
            return str(error.reason)
        case http.client.IncompleteRead():
            return f"the transfer broke off after {len(error.partial)} bytes of its last part"
        case TimeoutError():
            return f"nothing came for {_PATIENCE_SECONDS:.0f} s"
    return str(error) or type(error).__name__


def _shown(url: str) -> str:
    """A URL without the credentials that its user part or query may hold."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"


def _name(url: str) -> str:
    """What to call the file: TensorFlow's are known by their names alone."""
    name = unquote(urlsplit(url).path).rpartition("/")[2]
    return name[:100] if name.strip(".") else "weights"
