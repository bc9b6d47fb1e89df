"""`lfnkr lab` serves this machine alone, and only to whoever holds the token."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lfnkr_nb import lab
from lfnkr_nb.errors import LfnkrError

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent

#: Notebooks that open as pages: their code is hidden and runs by itself.
DESK_NOTEBOOKS = ("start-here", "browse", "edit", "brief")


def test_the_command_binds_loopback_and_keeps_the_token(tmp_path: Path) -> None:
    command = lab.lab_command(tmp_path, browser=False, port=8899)
    assert command[:3] == [sys.executable, "-m", "jupyterlab"]
    assert "--ServerApp.ip=127.0.0.1" in command
    assert f"--ServerApp.root_dir={tmp_path}" in command
    assert {"--ServerApp.port=8899", "--ServerApp.port_retries=0", "--no-browser"} <= set(command)
    assert not [part for part in command if "token" in part or "password" in part or "allow" in part]


def test_it_opens_at_the_first_notebook_where_there_is_one(tmp_path: Path) -> None:
    assert not [p for p in lab.lab_command(tmp_path, browser=True, port=None) if "default_url" in p]
    (tmp_path / "notebooks").mkdir()
    shutil.copy(ROOT / "notebooks/start-here.ipynb", tmp_path / "notebooks")
    command = lab.lab_command(tmp_path, browser=True, port=None)
    assert "--LabApp.default_url=/lab/tree/notebooks/start-here.ipynb" in command
    assert "--no-browser" not in command


def test_a_notebook_opens_as_a_page_of_its_own(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    command = lab.lab_command(tmp_path, browser=True, port=None, app="brief")
    assert "--LabApp.default_url=/doc/tree/notebooks/brief.ipynb" in command
    for name in ("brie", "../notebooks/brief", "..\\x"):
        with pytest.raises(LfnkrError, match=r"brief, "):
            lab.lab_command(tmp_path, browser=True, port=None, app=name)


def test_settings_workspaces_and_extension_are_this_archives_own(tmp_path: Path) -> None:
    """Nothing of the user's other JupyterLab is read or changed."""
    command = " ".join(lab.lab_command(tmp_path, browser=True, port=None))
    assert f"--LabApp.user_settings_dir={tmp_path}" in command
    assert f"--LabApp.workspaces_dir={tmp_path}" in command
    (folder,) = re.findall(r"extra_labextensions_path=(\S+)", command)
    assert (Path(folder) / "lfnkr-desk/static/remoteEntry.js").is_file()


def test_settings_keep_jupyterlab_calm_offline_and_without_widget_state() -> None:
    said = lab.OVERRIDES
    assert said["@jupyterlab/apputils-extension:notification"] == {
        "fetchNews": "false",
        "checkForUpdates": False,
    }
    assert said["@jupyterlab/extensionmanager-extension:plugin"]["enabled"] is False
    assert said["@jupyter-widgets/jupyterlab-manager:plugin"]["saveState"] is False
    assert said["@jupyterlab/notebook-extension:tracker"]["kernelShutdown"] is True


def test_only_notebooks_of_the_allow_list_may_run_by_themselves() -> None:
    """The allow-list holds exactly the code of the desk's own notebooks: one-liners that change nothing."""
    script = (ROOT / "src/lfnkr_nb/labextensions/lfnkr-desk/static/remoteEntry.js").read_text("utf-8")
    listed = re.search(r"ALLOWED = new Set\(\[(.*?)\]\)", script, re.DOTALL)
    assert listed
    allowed = {line.strip().rstrip(",")[1:-1].replace("\\n", "\n") for line in listed[1].strip().splitlines()}
    used = set()
    for name in DESK_NOTEBOOKS:
        cells = json.loads((ROOT / f"notebooks/{name}.ipynb").read_text("utf-8"))["cells"]
        used |= {"".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"}
    assert used == allowed
    begin = r'from lfnkr_nb import [\w, ]+|archive = Archive\.open\("\.\./posts"\)'
    shapes = rf"{begin}|desk\(archive\)|(\w+) = (browse|edit|compose)\(archive\)\n\1"
    assert all(re.fullmatch(shapes, line) for line in allowed)


def test_spoilt_notebooks_are_restored_and_kept_beside(tmp_path: Path) -> None:
    (tmp_path / "posts").mkdir()
    assert {path.name for path in lab.restore_notebooks(tmp_path)} == {
        path.name for path in (ROOT / "notebooks").rglob("*.*")
    }
    spoilt = tmp_path / "notebooks/start-here.ipynb"
    for text in ("{broken", "{broken again"):
        spoilt.write_text(text, "utf-8")
        assert lab.restore_notebooks(tmp_path) == [spoilt]
        assert spoilt.read_bytes() == (ROOT / "notebooks/start-here.ipynb").read_bytes()
    assert (tmp_path / "notebooks/start-here-old.ipynb").read_text("utf-8") == "{broken"
    assert (tmp_path / "notebooks/start-here-old1.ipynb").read_text("utf-8") == "{broken again"
    assert lab.restore_notebooks(tmp_path) == []


def test_the_projects_own_notebooks_are_not_restored_over_themselves() -> None:
    with pytest.raises(LfnkrError, match="originals"):
        lab.restore_notebooks(ROOT)


def test_a_missing_jupyterlab_is_said_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lab, "find_spec", lambda name: None)
    with pytest.raises(LfnkrError, match=r"\.\[lab\]"):
        lab.open_lab(tmp_path)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address, with its token, that a started `lfnkr lab` prints; stopped at the end by its process id."""
    if find_spec("jupyterlab") is None:
        pytest.skip("jupyterlab is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (tmp_path / "archive/posts").mkdir(parents=True)
    (tmp_path / "c").mkdir()
    # Containers run tests as root, which Jupyter asks to be told.
    (tmp_path / "c/jupyter_server_config.json").write_text('{"ServerApp": {"allow_root": true}}', "utf-8")
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path), "JUPYTER_CONFIG_DIR": str(tmp_path / "c")}
    run = subprocess.Popen(
        [sys.executable, "-m", "lfnkr_nb", "lab", "--no-browser", "--port", str(port)],
        cwd=tmp_path / "archive", env=os.environ | home, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    )  # fmt: skip
    timer = threading.Timer(90, os.killpg, (run.pid, signal.SIGKILL))
    timer.start()
    try:
        yield _address(run)
    finally:
        os.killpg(run.pid, signal.SIGTERM)
        run.communicate(timeout=30)
        timer.cancel()


def _address(run: subprocess.Popen[str]) -> str:
    lines = []
    for line in run.stdout or ():
        lines.append(line)
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S*token=[0-9a-f]{40,}", line):
            return found[0]
    raise AssertionError("no address was printed:\n" + "".join(lines))


def _wait_until_it_listens(port: int) -> None:
    """Jupyter prints its address shortly before it listens there."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="process groups are stopped otherwise there")
def test_only_the_token_opens_the_server(server: str) -> None:
    _wait_until_it_listens(int(re.findall(r":(\d+)/", server)[0]))
    base, token = re.fullmatch(r"(http://[^/]+)/\S*token=([0-9a-f]+)", server).groups()  # type: ignore[union-attr]
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{base}/api/status", timeout=20)
    assert refused.value.code == 403
    asked = urllib.request.Request(f"{base}/api/status", headers={"Authorization": f"token {token}"})
    with urllib.request.urlopen(asked, timeout=20) as answer:
        assert answer.status == 200
        assert "started" in json.load(answer)
