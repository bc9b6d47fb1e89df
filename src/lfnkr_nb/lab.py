"""JupyterLab for an archive: on this machine only, with a token, calm, and apart from any other JupyterLab.

`lfnkr lab` starts it with settings and an extension of its own; a plain `jupyter lab` stays as it is. The
extension lies in the package (`labextensions/`), so that it is the same from a wheel and from a checkout, and
nothing has to be installed or built.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from lfnkr_nb.errors import ArchiveError, LfnkrError
from lfnkr_nb.jupyter_guard import EXTENSION
from lfnkr_nb.saving import write_atomically
from lfnkr_nb.starting import notebook_files, sample_root

__all__ = ["collaboration_is_on", "lab_command", "open_lab", "restore_notebooks"]

#: Settings that keep JupyterLab calm and offline; they apply to this start alone.
OVERRIDES: Final[dict[str, dict[str, Any]]] = {
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    "@jupyterlab/extensionmanager-extension:plugin": {"enabled": False},
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": False},
    "@jupyterlab/notebook-extension:tracker": {
        "kernelShutdown": True,
        "windowingMode": "none",  # a widget that leaves the window must not be taken apart
        "scrollPastEnd": False,
    },
    "@jupyterlab/docmanager-extension:plugin": {"confirmClosingDocument": False},
}

#: Real-time collaboration has silently dropped typed text when a file changed on disk.
_COLLABORATION: Final = ("jupyter_collaboration", "jupyter_server_ydoc")


def open_lab(root: Path, *, browser: bool = True, port: int | None = None, app: str | None = None) -> int:
    """Run JupyterLab in the archive's folder until it is stopped; returns its exit code.

    Args:
        root: The folder that holds `posts/`.
        browser: Whether to open a browser.
        port: The port to listen on; None takes a free one.
        app: A notebook of `notebooks/` to open as a page of its own, without JupyterLab around it.

    Raises:
        LfnkrError: JupyterLab is not installed, or there is no such notebook.
    """
    if find_spec("jupyterlab") is None:
        raise LfnkrError(
            "JupyterLab is not installed", hint='Install it in the folder of lfnkr-nb: pip install ".[lab]".'
        )
    command = lab_command(root, browser=browser, port=port, app=app)
    with TemporaryDirectory(prefix="lfnkr-lab-") as settings:
        (Path(settings) / "overrides.json").write_text(json.dumps(OVERRIDES), encoding="utf-8")
        command = [*command, f"--LabApp.app_settings_dir={settings}"]
        # A module that lies in the archive's folder must never be imported in the place of an installed one.
        environment = os.environ | {"PYTHONSAFEPATH": "1"}
        return subprocess.call(command, cwd=root, env=environment)  # noqa: S603 - our own interpreter, no shell


def lab_command(root: Path, *, browser: bool, port: int | None, app: str | None = None) -> list[str]:
    """The command that starts JupyterLab: loopback only, a token of Jupyter's own making, our extension.

    Raises:
        LfnkrError: There is no notebook `app`.
    """
    own = root / ".lfnkr" / "lab"
    command = [sys.executable, "-m", "jupyterlab", "--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={root}"]
    command += ["--LabApp.news_url=None", "--LabApp.extension_manager=readonly", EXTENSION]
    command += [f"--LabApp.extra_labextensions_path={files('lfnkr_nb') / 'labextensions'}"]
    command += [
        f"--LabApp.user_settings_dir={own / 'settings'}",
        f"--LabApp.workspaces_dir={own / 'workspaces'}",
    ]
    if port is not None:
        command += [f"--ServerApp.port={port}", "--ServerApp.port_retries=0"]
    if not browser:
        command.append("--no-browser")
    if address := _first_page(root, app):
        command.append(f"--LabApp.default_url={address}")
    return command


def _first_page(root: Path, app: str | None) -> str:
    """The address that is opened: a notebook as a page of its own, else start-here, else JupyterLab's own choice."""
    if app is None:
        start = root / "notebooks" / "start-here.ipynb"
        return "/lab/tree/notebooks/start-here.ipynb" if start.exists() else ""
    name = app.removesuffix(".ipynb")
    if not (root / "notebooks" / f"{name}.ipynb").is_file() or "/" in name or "\\" in name:
        known = ", ".join(sorted(path.stem for path in (root / "notebooks").glob("*.ipynb")))
        hint = f"Use one of: {known}." if known else "`lfnkr lab --restore` puts them in place."
        raise LfnkrError(f"There is no notebook `{name}` in notebooks/", hint=hint)
    return f"/doc/tree/notebooks/{name}.ipynb"


def restore_notebooks(root: Path) -> list[Path]:
    """Put the notebooks and their pictures back as delivered; returns those that were changed or missing.

    A notebook that was changed is kept beside under a name of its own, `browse-old.ipynb`.

    Raises:
        ArchiveError: The folder is the project itself, whose notebooks are the originals.
    """
    sample = sample_root()
    if (sample / "notebooks").resolve() == (root / "notebooks").resolve():
        hint = "Use git to get an earlier state: git restore notebooks."
        raise ArchiveError("These notebooks are the originals", hint=hint, path=root / "notebooks")
    restored = []
    for original in notebook_files(sample):
        target = root / original.relative_to(sample)
        if not target.is_file() or target.read_bytes() != original.read_bytes():
            _put_aside(target)
            write_atomically(target, original.read_bytes())
            restored.append(target)
    return restored


def _put_aside(path: Path) -> None:
    """Move a file to a free name beside it."""
    if not os.path.lexists(path):
        return
    names = (f"{path.stem}-old{number or ''}{path.suffix}" for number in range(1000))
    path.rename(next(path.with_name(name) for name in names if not path.with_name(name).exists()))


def collaboration_is_on() -> bool:
    """Whether real-time collaboration is installed: it can drop what was typed when a file changes on disk."""
    return any(find_spec(name) is not None for name in _COLLABORATION)
