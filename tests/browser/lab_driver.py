"""Real JupyterLab, started by `lfnkr lab`, and real Chromium, driven by the tests of this folder."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page

ROOT = Path(__file__).resolve().parents[2]

#: Run in the page before anything else: a script of a post that runs at all calls it.
CANARY = "window.canary = () => { window.canaryCalled = true; };"


def sample_archive(folder: Path) -> Path:
    """A copy of the sample archive under git, as an editor would have it."""
    for name in ("posts", "briefings", "brand", "notebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "brand.yaml", folder)
    shutil.copy(ROOT / ".gitignore", folder)
    (folder / "exports").mkdir()
    git(folder, "init", "-q")
    commit(folder, "Begin")
    return folder


def git(folder: Path, *arguments: str) -> str:
    """Run git in an archive; returns what it printed."""
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org"]
    done = subprocess.run(
        ["git", *identity, *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


def commit(folder: Path, message: str) -> None:
    """Commit everything in an archive."""
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)


@dataclass
class Lab:
    """A running `lfnkr lab`.

    Attributes:
        root: Its archive.
        address: Where it listens, without a path.
        token: What it asks for.
        process: The process that was started.
    """

    root: Path
    address: str
    token: str
    process: subprocess.Popen[str]

    def url(self, notebook: str, *, app: bool = False) -> str:
        """The address of a notebook in a workspace of its own, or as a page of its own."""
        start = "doc" if app else f"lab/workspaces/{uuid.uuid4().hex}"
        return f"{self.address}/{start}/tree/notebooks/{notebook}.ipynb?token={self.token}"

    def call(self, path: str, method: str = "GET", said: object = None) -> object:
        """Ask the server's own interface; `said` is the body."""
        headers = {"Authorization": f"token {self.token}"}
        body = None if said is None else json.dumps(said).encode()
        asked = urllib.request.Request(f"{self.address}/{path}", body, headers, method=method)
        with urllib.request.urlopen(asked, timeout=20) as answer:
            data = answer.read()
        return json.loads(data) if data.strip() else None

    def stop_kernels(self) -> None:
        """End every kernel, so that the next test starts from nothing."""
        for session in self.call("api/sessions"):  # type: ignore[attr-defined]
            self.call(f"api/sessions/{session['id']}", "DELETE")

    def forget_theme(self) -> None:
        """Take back the theme that a test chose: it is remembered for the next visitor."""
        self.call("lab/api/settings/@jupyterlab/apputils-extension:themes", "PUT", {"raw": "{}"})

    def stop(self) -> None:
        """Shut the server down as its own menu does; what does not end is ended by its process group."""
        try:
            self.call("api/shutdown", "POST")
            self.process.wait(timeout=20)
        except (OSError, subprocess.TimeoutExpired):
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)


def start_lab(root: Path, home: Path, *more: str) -> Lab:
    """Start `lfnkr lab` in an archive, apart from everything of this machine's user; wait until it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (home / "config").mkdir(parents=True, exist_ok=True)
    settings = {"ServerApp": {"allow_root": True}, "LabApp": {"expose_app_in_browser": True}}
    (home / "config/jupyter_server_config.json").write_text(json.dumps(settings), "utf-8")
    (home / "config/jupyter_lab_config.json").write_text(json.dumps(settings), "utf-8")
    apart = {
        "HOME": home, "JUPYTER_CONFIG_DIR": home / "config", "JUPYTER_DATA_DIR": home / "data",
        "JUPYTER_RUNTIME_DIR": home / "runtime", "IPYTHONDIR": home / "ipython", "MPLCONFIGDIR": home / "mpl",
        "PYTHONPATH": ROOT / "src",
    }  # fmt: skip
    log = home / "lab.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "lfnkr_nb", "lab", "--no-browser", "--port", str(port), *more],
            cwd=root, env=os.environ | {name: str(path) for name, path in apart.items()},
            stdout=output, stderr=subprocess.STDOUT, text=True, start_new_session=True,
        )  # fmt: skip
    return Lab(root, f"http://127.0.0.1:{port}", _token(process, log), process)


def _token(process: subprocess.Popen[str], log: Path, seconds: float = 90) -> str:
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/\S*token=([0-9a-f]{40,})", log.read_text("utf-8"))
        if found:
            _wait_for_port(int(found[1]))
            return found[2]
        time.sleep(0.1)
    raise AssertionError(f"`lfnkr lab` printed no address:\n{log.read_text('utf-8')[-4000:]}")


def _wait_for_port(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)


@dataclass
class Visitor:
    """A person at the browser: one context with one page, and everything that the page asked for.

    Attributes:
        lab: Where they are.
        page: What they see.
        hosts: Every host that a page of this visit sent a request to.
        errors: Errors of our own scripts in the page.
    """

    lab: Lab
    context: BrowserContext
    page: Page
    hosts: set[str] = field(default_factory=set)
    errors: list[str] = field(default_factory=list)

    @classmethod
    def arrive(
        cls, lab: Lab, browser: Browser, *, dark: bool = False, width: int = 1360, height: int = 900
    ) -> Visitor:
        """A new visitor with an empty browser."""
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            locale="en-GB",
        )
        context.set_default_timeout(30_000)
        context.add_init_script(CANARY)
        visitor = cls(lab, context, context.new_page())
        context.on("request", lambda request: visitor.hosts.add(urlsplit(request.url).netloc))
        visitor.page.on("websocket", lambda socket: visitor.hosts.add(urlsplit(socket.url).netloc))
        visitor.page.on("pageerror", lambda error: visitor.errors.append(str(error)))
        return visitor

    def open(self, notebook: str, *, app: bool = False, widget: str = "") -> None:
        """Open a notebook and wait until its widget is there (a desk notebook runs by itself)."""
        self.page.goto(self.lab.url(notebook, app=app))
        if widget:
            self.page.locator(f".lf-{widget}").first.wait_for(timeout=90_000)

    def leave(self) -> None:
        """Close everything, and hold that nothing but the server was asked for anything."""
        hosts = {host for host in self.hosts if host}
        self.context.close()
        assert hosts <= {urlsplit(self.lab.address).netloc}, f"the page asked other hosts: {hosts}"

    def use_theme(self, dark: bool) -> None:
        """Choose JupyterLab's light or dark theme as its menu does."""
        theme = "JupyterLab Dark" if dark else "JupyterLab Light"
        self.page.evaluate("theme => jupyterapp.commands.execute('apputils:change-theme', { theme })", theme)
        self.page.wait_for_function(
            "light => document.body.dataset.jpThemeLight === light", arg="false" if dark else "true"
        )
        # JupyterLab draws a curtain meanwhile; under it nothing has its colours yet.
        self.page.locator("#jupyterlab-splash").wait_for(state="detached", timeout=30_000)
        self.page.wait_for_timeout(500)

    def serious_faults(self, inside: str) -> list[str]:
        """What axe-core finds serious or critical inside an element: rule and where, for a message."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page, context=inside, options={"resultTypes": ["violations"]})
        return [
            f"{fault['id']}: {node['html'][:160]}"
            for fault in found.response["violations"]
            if fault["impact"] in ("serious", "critical")
            for node in fault["nodes"]
        ]

    def python(self, expression: str) -> str:
        """What an expression gives in the kernel of the notebook that is open."""
        return self.page.evaluate(
            """async code => {
                const { kernel } = jupyterapp.shell.currentWidget.sessionContext.session;
                const asked = kernel.requestExecute({ code: '', user_expressions: { it: code } });
                const { it } = (await asked.done).content.user_expressions;
                return it.status === 'ok' ? it.data['text/plain'] : `${it.ename}: ${it.evalue}`;
            }""",
            expression,
        )

    @property
    def reading(self) -> FrameLocator:
        """The sandboxed page in which posts are read."""
        return self.page.frame_locator(".lf-frame").first

    def run_all(self) -> None:
        """Run every cell of the notebook that is open, as a person would by the menu."""
        self.page.wait_for_function("() => window.jupyterapp?.shell.currentWidget?.context?.isReady")
        self.page.evaluate(
            """async () => {
                const widget = jupyterapp.shell.currentWidget;
                await widget.context.ready;
                await widget.sessionContext.ready;
                await widget.sessionContext.session.kernel.info;
                await jupyterapp.commands.execute('notebook:run-all-cells');
            }"""
        )
