"""The app over the wire: what it serves, what it refuses, and to whom."""

import http.client
import json
import os
import re
import signal
import time

import pytest

from helpers.app.server import checked_token, is_loopback
from helpers.core.problems import OwnerError
from helpers.kernels.forkserver import CAN_FORK
from tests.app.running import LOOPBACK, descendants, running_app

TOKEN = "a-key-for-this-test"
NO_KERNEL = "00000000-0000-0000-0000-000000000000"


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    with running_app(tmp_path_factory.mktemp("app")) as running:
        yield running


@pytest.fixture(scope="module")
def open_app(tmp_path_factory):
    """An app that others on the network could reach; the tests stay on this machine."""
    with running_app(tmp_path_factory.mktemp("open"), host="0.0.0.0", token=TOKEN) as running:
        yield running


def ask(app, path, method="GET", **headers):
    """Status, headers and text of an answer."""
    connection = http.client.HTTPConnection(LOOPBACK, app.port, timeout=60)
    connection.request(method, path, headers={
        name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, answer.headers, text


UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec_WebSocket_Version": "13",
           "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ=="}


def kernels_of(app) -> int:
    """How many have come from the app's process; each leads a session, as the fork server does."""
    return sum(map(leads_a_session, descendants(app.pid)))


def leads_a_session(pid: int) -> bool:
    """Whether a process does that may have ended by now."""
    try:
        return os.getsid(pid) == pid
    except ProcessLookupError:
        return False


def test_the_first_page_names_every_lesson_and_carries_the_business_on(app):
    status, headers, text = ask(app, "/?business=saas")
    assert status == 200
    assert '<html lang="en">' in text
    assert 'href="/lesson/2.5?business=saas"' in text
    assert "Do customers come back, and who is about to leave?" in text
    assert '<option value="saas" selected>' in text
    assert "script-src 'self'" in headers["Content-Security-Policy"]
    assert "default-src 'none'" in headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", [
    "/?business=nobody", "/lesson/2.5?business=nobody", "/lesson/2.5", "/lesson/99?business=shop",
    "/lesson/2.5?business=../data/shop", "/lesson/2.5?business=%2Fetc", "/lesson/2.5?business=.",
    "/lesson/2.5?business=shop%22%0Aimport+os%0A%22", "/lesson/2.5?business=~", "/nothing",
])
def test_only_lessons_and_businesses_that_are_listed_open(app, path):
    before = kernels_of(app)
    status, _, text = ask(app, path)
    assert status == 404
    assert "Traceback" not in text and "import os" not in text
    assert kernels_of(app) == before


@pytest.mark.parametrize("path", [
    "/api/contents", "/api/terminals", "/api/sessions", "/api/kernels", "/api/kernelspecs", "/tree",
    "/voila/tree", "/voila/render/notebooks/00_start_here.ipynb", "/voila/api/contents/", "/login",
    "/voila/files/README.md", "/look.css/../../pages.py", "/pages.py", "/landing.html.j2",
])
def test_nothing_else_of_jupyter_is_there(app, path):
    assert ask(app, path)[0] in (403, 404)


def test_another_name_for_this_machine_is_refused(app):
    status, _, text = ask(app, "/", Host="evil.example")
    assert status == 403
    assert "lesson/2.5" not in text


def test_another_site_s_pictures_and_frames_start_no_kernel(app):
    before = kernels_of(app)
    for kind in ("image", "iframe", "empty"):
        status, _, _ = ask(app, "/lesson/0?business=shop", Sec_Fetch_Site="cross-site",
                           Sec_Fetch_Dest=kind)
        assert status == 403
    assert kernels_of(app) == before
    assert ask(app, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Dest="document")[0] == 200


def test_a_kernel_is_not_joined_from_another_site(app):
    path = f"/api/kernels/{NO_KERNEL}/channels"
    assert ask(app, path, Origin="http://evil.example", **UPGRADE)[0] in (403, 404)
    assert ask(app, path, **UPGRADE)[0] == 404


def test_ending_a_kernel_takes_the_cookie_of_the_page(app):
    assert ask(app, f"/voila/api/shutdown/{NO_KERNEL}", "POST")[0] == 403
    assert ask(app, f"/api/kernels/{NO_KERNEL}", "DELETE")[0] == 403


def test_a_lesson_comes_without_its_code_and_its_kernel_ends_with_it(app):
    before = kernels_of(app)
    status, headers, text = ask(app, "/lesson/0?business=shop")
    assert status == 200 and "script-src 'self'" in headers["Content-Security-Policy"]
    for code in ("open_business(", "import ", "charts.sales_over_time", "check(", "shop.get("):
        assert code not in re.sub(r"<(pre|code)>.*?</\1>", "", text, flags=re.S)
    picture = re.search(r'<img src="data:image/png;base64,[^"]+" alt="([^"]+)"', text)
    assert len(picture[1]) > 40
    levels = [int(level) for level in re.findall(r"<h([1-6])", text)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in zip(levels, levels[1:]))
    assert kernels_of(app) == before + 1
    kernel = json.loads(re.search(r'config-data" type="application/json">(.*?)</script>', text)[1])
    cookie = "; ".join(re.match(r"[^;]+", line)[0] for line in headers.get_all("Set-Cookie"))
    xsrf = re.search(r"_xsrf=([^;]+)", cookie)[1]
    path = f"/api/kernels/{kernel['kernelId']}"
    assert ask(app, path, Cookie=cookie)[0] == 200
    assert ask(app, f"/voila/api/shutdown/{kernel['kernelId']}", "POST", Cookie=cookie,
               X_XSRFToken=xsrf)[0] == 204
    for _ in range(100):
        if kernels_of(app) == before:
            break
        time.sleep(0.1)
    assert kernels_of(app) == before


def test_a_business_that_lacks_a_table_is_told_so_and_not_run(app):
    folder = app.businesses / "empty_shop"
    folder.mkdir()
    (folder / "business.yaml").write_text("name: Empty <shop>\ncurrency: GBP\n")
    landing = ask(app, "/?business=empty_shop")[2]
    assert "Empty &lt;shop&gt; lacks orders or subscriptions" in landing
    status, _, text = ask(app, "/lesson/2.5?business=empty_shop")
    assert status == 404 and "needs orders or subscriptions" in text


def test_where_others_can_come_everything_takes_the_key(open_app):
    assert open_app.told == f"http://0.0.0.0:{open_app.port}/?token={TOKEN}"
    for path in ("/", "/lesson/0?business=shop", "/?token=wrong-key-here",
                 f"/api/kernels/{NO_KERNEL}"):
        status, _, text = ask(open_app, path)
        assert status == 403, path
        assert "lesson/2.5" not in text
    assert ask(open_app, f"/api/kernels/{NO_KERNEL}/channels", **UPGRADE)[0] == 403
    assert ask(open_app, f"/voila/api/shutdown/{NO_KERNEL}", "POST")[0] == 403
    assert 'name="token"' in ask(open_app, "/")[2]


def test_the_key_is_brought_once(open_app):
    status, headers, text = ask(open_app, f"/?token={TOKEN}")
    assert status == 200 and TOKEN not in text
    cookie = headers["Set-Cookie"].partition(";")[0]
    assert ask(open_app, "/", Cookie=cookie)[0] == 200
    assert ask(open_app, "/", Cookie=cookie.replace("2|1", "2|2"))[0] == 403


def test_a_key_is_made_up_where_others_can_come():
    assert checked_token("0.0.0.0", None) != checked_token("0.0.0.0", None)
    assert checked_token("127.0.0.1", None) == ""
    assert checked_token("127.0.0.1", "long-enough") == "long-enough"
    for host in ("0.0.0.0", "", "192.168.1.4", "::", "example.org"):
        assert not is_loopback(host)


@pytest.mark.parametrize("token", ["", "short"])
def test_a_key_that_can_be_guessed_is_refused(token):
    with pytest.raises(OwnerError, match="at least 8"):
        checked_token("0.0.0.0", token)


def test_a_business_that_cannot_be_opened_is_said_to_need_mending(app):
    folder = app.businesses / "broken_shop"
    folder.mkdir()
    (folder / "business.yaml").write_text("name: 100% broken\ncurrency: NOPE\n")
    status, _, text = ask(app, "/?business=broken_shop")
    assert status == 200 and "broken_shop cannot be opened yet." in text and "NOPE" in text
    status, _, text = ask(app, "/lesson/0?business=broken_shop")
    assert status == 404 and "NOPE" in text


@pytest.mark.skipif(not CAN_FORK, reason="kernels are forked on Linux only")
def test_where_no_kernel_can_be_forked_it_starts_as_usual(tmp_path):
    with running_app(tmp_path) as app:
        [fork_server] = descendants(app.pid)
        os.kill(fork_server, signal.SIGKILL)
        assert "data:image/png" in ask(app, "/lesson/0?business=shop")[2]
