"""Weights from a URL: only https, only whole, only so large, and never where a redirect leads."""

import http.client
import http.server
import threading
import urllib.request
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest

from pictor_model.errors import BuildError
from pictor_model.fetch import _Redirects, local_copy
from tests.conftest import silent


class PlainHandler(urllib.request.HTTPSHandler):
    """Speaks HTTP where https was asked for: the tests' site has no certificate."""

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(http.client.HTTPConnection, req)


TRANSPORT = (PlainHandler(),)
SIZE = 3_000_000


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    """URL of a site that has `weights`, and much that goes wrong."""

    class Site(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = True
            place = f"127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
            name = self.path.partition("?")[0].strip("/")
            targets = {
                "moved": f"https://{place}/weights",
                "plain": f"http://{place}/weights",
                "local": "file:///etc/passwd",
                "circle": f"https://{place}/circle",
                "secret": f"https://{place}/absent?X-Amz-Signature=PLANTED",
                "secret-plain": f"http://{place}/weights?X-Amz-Signature=PLANTED",
            }
            if name in targets:
                self._answer(302, Location=targets[name], Content_Length="0")
            elif name == "weights":
                self._answer(200, Content_Length=str(SIZE))
                self.wfile.write(b"w" * SIZE)
            elif name == "half":
                self._answer(200, Content_Length=str(SIZE))
                self.wfile.write(b"w" * 1_000_000)
            elif name == "chunk":
                self._answer(200, Transfer_Encoding="chunked")
                self.wfile.write(b"ffff\r\nonly this")
            elif name == "endless":
                self._answer(200)
                self.wfile.write(b"w" * SIZE)
            elif name == "huge":
                self._answer(200, Content_Length=str(1 << 40))
            else:
                self._answer(404, Content_Length="0")

        def _answer(self, status: int, **headers: str) -> None:
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header.replace("_", "-"), value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"https://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("path", ["weights", "moved", "weights?token=a"])
def test_fetches_weights_and_says_how_far_it_is(path: str, site: str) -> None:
    texts: list[str] = []

    def report(_: str, text: str, **__: object) -> None:
        texts.append(text)

    with local_copy(f"{site}/{path}", report, TRANSPORT) as file:
        assert file.read_bytes() == b"w" * SIZE
        assert file.name == path.partition("?")[0]
        assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert not file.exists()
    assert texts[-1] == "3 of 3 MB fetched"


def refusal(url: str) -> str:
    with pytest.raises(BuildError) as caught, local_copy(url, silent, TRANSPORT):
        raise AssertionError("a file was handed over")
    return str(caught.value)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("absent", "the server answers 404 Not Found"),
        ("half", "broke off after 1000000 of 3000000 bytes; try again"),
        ("chunk", "broke off after"),
        ("plain", "redirects to http://127.0.0.1/weights, not to https"),
        ("local", "redirects in a circle, or to what is not https"),
        ("circle", "redirects in a circle"),
        ("huge", "gives 1099511627776 bytes or more, at most 1073741824 are fetched"),
    ],
)
def test_says_why_weights_cannot_be_fetched(site: str, path: str, message: str) -> None:
    found = refusal(f"{site}/{path}")
    assert message in found
    assert "\n" not in found


def test_stops_where_more_comes_than_was_stated(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pictor_model.fetch.MOST_BYTES", 2_000_000)
    assert "bytes or more, at most 2000000" in refusal(f"{site}/endless")


@pytest.mark.parametrize("scheme", ["http", "ftp", "file", "s3", "hf"])
def test_takes_https_alone(scheme: str) -> None:
    assert "takes a file or an https:// URL, not " in refusal(f"{scheme}://127.0.0.1/weights.pth")


@pytest.mark.parametrize(
    "path",
    ["absent", "half", "chunk", "plain", "local", "circle", "huge", "secret", "secret-plain"],
)
def test_shows_no_secrets_of_a_url(site: str, path: str) -> None:
    found = refusal(f"{site}/{path}?X-Amz-Signature=PLANTED")
    assert "PLANTED" not in found
    assert "https://127.0.0.1/" in found


def test_shows_no_secrets_while_it_fetches(site: str) -> None:
    told: list[object] = []

    def report(*args: object, **more: object) -> None:
        told.extend((*args, *more.items()))

    with local_copy(f"{site}/weights?X-Amz-Signature=PLANTED", report, TRANSPORT) as file:
        assert "PLANTED" not in f"{told}{file}"
    assert told


@pytest.mark.parametrize(
    "url",
    [
        "https://user:PLANTED@127.0.0.1/weights",
        "https://user:PLANTED@127.0.0.1:443/weights",
        "https://PLANTED@127.0.0.1/weights",
        "https://user:PLANTED/@127.0.0.1/weights",
        "https://[PLANTED/weights",
        "s3://user:PLANTED@bucket/weights",
    ],
)
def test_shows_no_password_of_a_url(url: str) -> None:
    assert "PLANTED" not in refusal(url)


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.5", "169.254.169.254", "::1"])
def test_is_led_to_no_private_address_by_a_public_host(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = {"weights.example.org": "93.184.215.14", "inside.example.org": address}

    def resolve(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (addresses[host], 443))]

    monkeypatch.setattr("socket.getaddrinfo", resolve)

    def redirect(start: str, target: str) -> urllib.request.Request | None:
        request = urllib.request.Request(f"https://{start}/a")
        return _Redirects().redirect_request(
            request, BytesIO(), 302, "Found", http.client.HTTPMessage(), f"https://{target}/b"
        )

    with pytest.raises(BuildError, match=r"inside.example.org/b, which is a private address"):
        redirect("weights.example.org", "inside.example.org")
    # Whoever names a host of their own network may be led on in it.
    assert redirect("inside.example.org", "inside.example.org") is not None
    assert redirect("weights.example.org", "weights.example.org") is not None


def test_leaves_a_path_as_it_is(tmp_path: Path) -> None:
    with local_copy(str(tmp_path / "a.pth"), silent) as file:
        assert file == tmp_path / "a.pth"
