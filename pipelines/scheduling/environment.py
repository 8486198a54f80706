"""How this program sets Prefect up.

Its home inside the network home, behind a password, nothing sent anywhere, no result kept. Whatever imports Prefect
settles these first: Prefect reads them when it is imported. They take the place of what the user set for other work.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from pipelines.home import Home, write_private

HOST = "127.0.0.1"


def prefect_home(home: Home) -> Path:
    """Prefect's own folder."""
    return home.internal / "prefect"


def auth_file(home: Home) -> Path:
    """Where the words are that its server asks for."""
    return prefect_home(home) / "auth"


def url_of(port: int) -> str:
    """The address of a server on this machine."""
    return f"http://{HOST}:{port}"


def credentials(home: Home) -> str:
    """User and password of the home's server, `user:password`: made by chance once, readable by the owner only."""
    path = auth_file(home)
    prefect_home(home).mkdir(mode=0o700, parents=True, exist_ok=True)
    if not path.exists():
        write_private(path, f"entregent:{secrets.token_urlsafe(24)}\n", "ascii")
    return path.read_text("ascii").strip()


def server_environment(home: Home, port: int) -> dict[str, str]:
    """What the server reads. Without it, it would answer any page that is open in a browser of this machine."""
    return {
        **_environment(home),
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),  # --port would leave its pages asking port 4200
        "PREFECT_SERVER_API_AUTH_STRING": credentials(home),
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": url_of(port),
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    }


def client_environment(home: Home, url: str) -> dict[str, str]:
    """What flows read.

    Logs stay off the server, for a traceback could quote a file; how a run ended is said by the command.
    """
    return {
        **_environment(home),
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_API_AUTH_STRING": credentials(home),
        "PREFECT_LOGGING_LEVEL": os.environ.get("PREFECT_LOGGING_LEVEL", "CRITICAL"),  # for who looks for a fault
        "PREFECT_LOGGING_TO_API_ENABLED": "false",
        "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
        "PREFECT_SERVER_ALLOW_EPHEMERAL_MODE": "false",
    }


def _environment(home: Home) -> dict[str, str]:
    reached_directly = ",".join(filter(None, [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), HOST]))
    return {
        "PREFECT_HOME": str(prefect_home(home)),
        "DO_NOT_TRACK": "1",
        "NO_PROXY": reached_directly,  # the server is on this machine
        "no_proxy": reached_directly,
    }


def set_environment(settings: Mapping[str, str]) -> None:
    """Puts settings into the environment of this process and of those it starts."""
    os.environ.update(settings)
