"""JupyterLab for an archive: on this machine only, with a token, without news or widget state in notebooks."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from lfnkr_nb.errors import LfnkrError

__all__ = ["lab_command", "open_lab"]

#: Settings that keep JupyterLab quiet and offline; they apply to this start alone.
OVERRIDES = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False},
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": False},
}


def open_lab(root: Path, *, browser: bool = True, port: int | None = None) -> int:
    """Run JupyterLab in the archive's folder until it is stopped; returns its exit code.

    Raises:
        LfnkrError: JupyterLab is not installed.
    """
    if find_spec("jupyterlab") is None:
        raise LfnkrError("JupyterLab is not installed", hint='Install it with: pip install "lfnkr-nb[lab]".')
    with TemporaryDirectory(prefix="lfnkr-lab-") as settings:
        (Path(settings) / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
        command = [*lab_command(root, browser=browser, port=port), f"--LabApp.app_settings_dir={settings}"]
        return subprocess.call(command, cwd=root)  # noqa: S603 - our own interpreter, no shell


def lab_command(root: Path, *, browser: bool, port: int | None) -> list[str]:
    """The command that starts JupyterLab: loopback only, a token of Jupyter's own making."""
    start = root / "notebooks" / "start-here.ipynb"
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={root}"]
    command += ["--LabApp.news_url=None", "--LabApp.extension_manager=readonly"]
    if port is not None:
        command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if start.exists():
        command.append(f"--LabApp.default_url=/lab/tree/{start.relative_to(root).as_posix()}")
    return command
