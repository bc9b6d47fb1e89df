"""`lfnkr lab` listens on this machine alone and asks for its token, whatever a user's own Jupyter settings say."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="process groups are stopped otherwise there"),
]

#: Everything wrong that a forgotten configuration can hold.
OPEN = """
c.ServerApp.allow_root = True
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.allow_remote_access = True
c.ServerApp.disable_check_xsrf = True
c.ServerApp.allow_origin = "*"
c.ServerApp.allow_credentials = True
c.IdentityProvider.token = ""
"""
REGISTER = "- label: K. M.\n  family: [Kim, 김]\n  given: [Min-ah, 민아]\n"


@dataclass
class Lab:
    """A running `lfnkr lab`: its folder, port, token and what it printed."""

    root: Path
    port: int
    token: str = ""
    lines: list[str] = field(default_factory=list)

    def ask(
        self, path: str, *, method: str = "GET", body: Any = None, **headers: str
    ) -> tuple[int, Any, Any]:
        """Status, headers and body of an answer; header names are given with `_`."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", method=method, data=data, headers=given
        )
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    @property
    def key(self) -> dict[str, str]:
        return {"Authorization": f"token {self.token}"}


def started(root: Path, config: str) -> Iterator[Lab]:
    """`lfnkr lab` on an archive with a register, under settings of a user's own; stopped by its process id."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (root / "archive" / "posts").mkdir(parents=True)
    (root / "archive" / "private").mkdir()
    register = root / "archive" / "private" / "register.yaml"
    register.write_text(REGISTER, encoding="utf-8")
    register.chmod(0o600)
    (root / "config").mkdir()
    (root / "config" / "jupyter_server_config.py").write_text(config, encoding="utf-8")
    names = ("HOME", "USERPROFILE", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")
    home = {name: str(root) for name in names} | {"JUPYTER_CONFIG_DIR": str(root / "config")}
    run = subprocess.Popen(
        [sys.executable, "-m", "lfnkr_nb", "lab", "--no-browser", "--port", str(port)],
        cwd=root / "archive", env=os.environ | home, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    timer = threading.Timer(120, os.killpg, (run.pid, signal.SIGKILL))
    timer.start()
    lab = Lab(root / "archive", port)
    try:
        for line in run.stdout or ():
            lab.lines.append(line)
            if found := re.search(r"127\.0\.0\.1:\d+/\S*token=([0-9a-f]{40,})", line):
                lab.token = found[1]
                break
        assert lab.token, "no address was printed:\n" + "".join(lab.lines)
        wait_until_it_listens(port)
        yield lab
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.communicate(timeout=30)
        timer.cancel()


def wait_until_it_listens(port: int) -> None:
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    yield from started(tmp_path_factory.mktemp("lab"), OPEN)


def test_it_listens_on_this_machine_alone(lab: Lab) -> None:
    """Though the settings ask for every network."""
    listening = Path("/proc/net/tcp").read_text() + Path("/proc/net/tcp6").read_text()
    ports = re.findall(rf"\d+: ([0-9A-F]+):{lab.port:04X} \S+ 0A", listening)
    assert ports == ["0100007F"]


def test_nobody_gets_in_without_the_token(lab: Lab) -> None:
    """Though the settings take it away."""
    assert lab.ask("/api/contents")[0] == 403
    assert lab.ask("/api/contents?token=")[0] == 403
    assert lab.ask("/api/contents", **lab.key)[0] == 200
    assert len(lab.token) >= 40


def test_other_pages_and_machines_are_not_answered(lab: Lab) -> None:
    """No permission for other origins, no foreign host names, and no orders without the token against forgery."""
    assert lab.ask("/api/contents", **lab.key, Host="evil.example")[0] == 403
    status, headers, _ = lab.ask(f"/lab?token={lab.token}")
    cookies = "; ".join(value.split(";")[0] for value in headers.get_all("Set-Cookie") or ())
    assert status == 200
    assert cookies
    status, headers, _ = lab.ask("/api/contents", Cookie=cookies, Origin="http://evil.example")
    assert not {"Access-Control-Allow-Origin", "Access-Control-Allow-Credentials"} & set(headers)
    forged = lab.ask("/api/contents", method="POST", body={"type": "file"}, Cookie=cookies)
    assert forged[0] == 403


def test_each_setting_that_was_not_used_is_said(lab: Lab) -> None:
    """In a line of its own."""
    said = "".join(lab.lines)
    for name in (
        "allow_remote_access",
        "disable_check_xsrf",
        "allow_origin",
        "allow_credentials",
        "no token",
    ):
        assert re.search(rf"lfnkr lab: .*{name}", said), name


def test_good_settings_are_left_alone(tmp_path: Path) -> None:
    """No warning where nothing is open."""
    for quiet in started(tmp_path, "c.ServerApp.allow_root = True\n"):
        assert "lfnkr lab:" not in "".join(quiet.lines)
        assert quiet.ask("/api/contents")[0] == 403


# --- saving ----------------------------------------------------------------------------------------------


def notebook(*outputs: dict[str, Any], metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    cells = [
        {
            "cell_type": "code",
            "id": f"c{number}",
            "metadata": {},
            "execution_count": 1,
            "source": "show()",
            "outputs": [o],
        }
        for number, o in enumerate(outputs)
    ]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata or {}, "cells": cells}


def test_a_notebook_saved_through_the_server_holds_no_name_and_no_state(lab: Lab) -> None:
    """Through the interface JupyterLab itself saves with: outputs with a name and the state of widgets stay out."""
    state = {
        "widgets": {"application/vnd.jupyter.widget-state+json": {"state": {"a": {"title": "Kim Min-ah"}}}}
    }
    content = notebook(
        {"output_type": "stream", "name": "stdout", "text": ["Kim Min-", "ah came.\n"]},
        {
            "output_type": "display_data",
            "metadata": {},
            "data": {"text/html": "<b>김</b>민아", "text/plain": "x"},
        },
        {"output_type": "stream", "name": "stdout", "text": "Seven posts.\n"},
        metadata=state | {"language_info": {"name": "python"}},
    )
    body = {"type": "notebook", "format": "json", "content": content}
    status, _, answer = lab.ask("/api/contents/n.ipynb", method="PUT", body=body, **lab.key)
    assert status in (200, 201), answer
    text = (lab.root / "n.ipynb").read_text(encoding="utf-8")
    saved = json.loads(text)
    assert "Min-ah" not in text
    assert "민아" not in text
    assert "widgets" not in saved["metadata"]
    assert saved["metadata"]["language_info"]["name"] == "python"
    assert "Seven posts." in text
    assert text.count("was not saved: it shows the name of K. M.") == 2


def test_without_a_usable_register_no_output_is_saved(lab: Lab) -> None:
    """What cannot be checked is not known to be clean."""
    register = lab.root / "private" / "register.yaml"
    register.chmod(0o644)
    try:
        content = notebook({"output_type": "stream", "name": "stdout", "text": "Seven posts.\n"})
        body = {"type": "notebook", "format": "json", "content": content}
        assert lab.ask("/api/contents/m.ipynb", method="PUT", body=body, **lab.key)[0] in (200, 201)
    finally:
        register.chmod(0o600)
    text = (lab.root / "m.ipynb").read_text(encoding="utf-8")
    assert "Seven posts." not in text
    assert "The outputs were not saved" in text
