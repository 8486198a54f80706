"""How this program sets Prefect up.

Its home inside the network home, behind a password, nothing sent anywhere, no result kept. Whatever imports Prefect
settles these first: Prefect reads them when it is imported. They take the place of all that the user set for other
work, in the environment and in the files that Prefect looks for in the folder it is called in.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from pipelines.home import Home

HOST = "127.0.0.1"


def prefect_home(home: Home) -> Path:
    """Prefect's own folder."""
    return home.internal / "prefect"


def make_prefect_home(home: Home) -> None:
    """Its folder, for its owner only, whatever rights it had."""
    for folder in (home.internal, prefect_home(home)):
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)


def auth_file(home: Home) -> Path:
    """Where the words are that the pages of `serve` ask for."""
    return prefect_home(home) / "auth"


def new_words() -> str:
    """User and password of a server, `user:password`: by chance, for one start of it."""
    return f"entregent:{secrets.token_urlsafe(24)}"


def url_of(port: int) -> str:
    """The address of a server on this machine."""
    return f"http://{HOST}:{port}"


def server_environment(home: Home, port: int, words: str) -> dict[str, str]:
    """What the server reads. Without it, it would answer any page that is open in a browser of this machine."""
    return {
        **_environment(home),
        "PREFECT_SERVER_API_HOST": HOST,
        "PREFECT_SERVER_API_PORT": str(port),  # where its pages ask
        "PREFECT_SERVER_API_AUTH_STRING": words,
        "PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS": url_of(port),
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{prefect_home(home) / 'prefect.db'}",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
        "PREFECT_SERVER_UI_V2_ENABLED": "false",  # its second pages ask Amplitude, analytics or not
        "PREFECT_LOGGING_SERVER_LEVEL": "WARNING",
    }


def client_environment(home: Home, url: str, words: str) -> dict[str, str]:
    """What flows read.

    Logs stay off the server and off standard error, for a traceback could quote a file; how a run ended is said by
    the command.
    """
    return {
        **_environment(home),
        "PREFECT_API_URL": f"{url}/api",
        "PREFECT_API_AUTH_STRING": words,
        "PREFECT_LOGGING_LEVEL": "CRITICAL",
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


def with_settings(environment: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The environment with these settings of Prefect and no other; it reads them in any letter case."""
    others = {name: value for name, value in environment.items() if not name.upper().startswith("PREFECT")}
    return {**others, **settings}


@contextmanager
def set_up(home: Home, settings: Mapping[str, str]) -> Iterator[None]:
    """This process and those it starts with these settings of Prefect, in its folder for as long as the block lasts.

    In the folder it is called in Prefect would also read `.env`, `prefect.toml` and `pyproject.toml`.
    """
    environment = with_settings(os.environ, settings)
    for name in set(os.environ) - set(environment):
        del os.environ[name]
    os.environ.update(environment)
    with contextlib.chdir(prefect_home(home)):
        yield
