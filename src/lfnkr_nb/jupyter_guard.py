"""The part of `lfnkr lab` that runs inside Jupyter's server: it keeps the door shut and saved notebooks clean.

Settings of a user's own, read by every Jupyter on the machine, can open the server to the network or to
whoever comes. Here the settings are looked at as they came out, corrected, and the correction is said.
"""

from __future__ import annotations

import secrets
import sys
from typing import Any, Final

from lfnkr_nb.jupyter_saving import clean_before_save

__all__ = ["EXTENSION", "close_doors"]

#: Option of Jupyter's command line that loads this module.
EXTENSION: Final = "--ServerApp.jpserver_extensions=lfnkr_nb.jupyter_guard=True"
_LOOPBACK: Final = ("127.0.0.1", "::1", "localhost")
#: Settings that let others in, what they are here, and what they would do.
_DOORS: Final = (
    ("allow_remote_access", False, "lets machines of the network ask for pages"),
    ("disable_check_xsrf", False, "lets other web pages give orders"),
    ("allow_origin", "", "lets other web pages read answers"),
    ("allow_origin_pat", "", "lets other web pages read answers"),
    ("allow_credentials", False, "lets other web pages use your login"),
)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    """Where Jupyter finds the extension."""
    return [{"module": "lfnkr_nb.jupyter_guard"}]


def _load_jupyter_server_extension(server: Any) -> None:
    """Called by Jupyter before it listens."""
    for sentence in close_doors(server):
        server.log.warning("lfnkr lab: %s", sentence)
    server.contents_manager.register_pre_save_hook(clean_before_save)


def close_doors(server: Any) -> list[str]:
    """Correct the settings of a server that let others in; returns a sentence for each that was corrected.

    A server that listens elsewhere than on this machine, or that cannot be given a token, is ended.

    Args:
        server: Jupyter's `ServerApp`.
    """
    if server.ip not in _LOOPBACK:
        _end(server, f"your Jupyter settings make it listen on {server.ip or 'every network'}")
    said = []
    for name, shut, harm in _DOORS:
        if getattr(server, name, shut) != shut:
            setattr(server, name, shut)
            server.web_app.settings[name] = shut  # what Jupyter's handlers go by from now on
            said.append(f"your Jupyter setting `ServerApp.{name}` {harm}; it is not used here")
    identity = server.identity_provider
    if not identity.auth_enabled:
        identity.token = secrets.token_hex(24)
        identity.token_generated = True  # so that the address is printed with it
        said.append("your Jupyter settings ask for no token; a new one is used here")
    if not identity.auth_enabled:
        _end(server, "your Jupyter settings let in whoever comes")
    return said


def _end(server: Any, why: str) -> None:
    server.log.critical("lfnkr lab was not started: %s. Take that out of your Jupyter configuration.", why)
    sys.exit(2)
