"""How Prefect is set up: as this program says, and in nothing as the user did for other work. No server is started."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.home import Home
from pipelines.scheduling.environment import (
    client_environment,
    new_words,
    prefect_home,
    server_environment,
    set_up,
    url_of,
    with_settings,
)


def test_each_start_has_words_of_its_own() -> None:
    """Made by chance, long enough not to be tried out."""
    first, second = new_words(), new_words()
    assert first != second
    assert min(len(first), len(second)) > 40


def test_the_server_asks_for_its_words_and_hears_its_own_pages_only(tmp_path: Path) -> None:
    """Bound to this machine, with a password, for one origin; flows bring the password, and send no logs."""
    home = Home(tmp_path)
    server = server_environment(home, 4321, "entregent:word")
    assert server["PREFECT_SERVER_API_HOST"] == "127.0.0.1"
    assert server["PREFECT_SERVER_API_CORS_ALLOWED_ORIGINS"] == "http://127.0.0.1:4321"
    client = client_environment(home, url_of(4321), "entregent:word")
    assert server["PREFECT_SERVER_API_AUTH_STRING"] == client["PREFECT_API_AUTH_STRING"] == "entregent:word"
    assert (client["PREFECT_API_URL"], client["PREFECT_LOGGING_TO_API_ENABLED"]) == (
        "http://127.0.0.1:4321/api",
        "false",
    )
    assert server["PREFECT_HOME"] == client["PREFECT_HOME"] == str(home.internal / "prefect")


def test_loopback_is_reached_without_a_proxy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the user says of proxies stays; the server on this machine is added."""
    monkeypatch.setenv("NO_PROXY", "intranet.example")
    assert client_environment(Home(tmp_path), url_of(4321), new_words())["NO_PROXY"] == "intranet.example,127.0.0.1"


def test_of_the_users_environment_no_setting_of_prefect_stays() -> None:
    """In whatever letter case, for Prefect reads them in any; all else stays."""
    environment = {
        "PREFECT_SERVER_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:////elsewhere.db",
        "prefect_api_database_connection_url": "sqlite+aiosqlite:////elsewhere.db",
        "PREFECT_API_URL": "http://127.0.0.1:9/api",
        "PREFECT_PROFILE": "work",
        "PREFECT__SERVER_WEBSERVER_ONLY": "1",
        "LANG": "fr_FR.UTF-8",
    }
    assert with_settings(environment, {"PREFECT_API_URL": "ours"}) == {
        "LANG": "fr_FR.UTF-8",
        "PREFECT_API_URL": "ours",
    }


ELSEWHERE = {
    "PREFECT_API_URL": "http://127.0.0.1:9/api",
    "prefect_api_auth_string": "other:words",
    "PREFECT_API_KEY": "other-key",
    "PREFECT_HOME": "/elsewhere",
    "PREFECT_PROFILES_PATH": "/elsewhere/profiles.toml",
    "PREFECT_PROFILE": "work",
    "PREFECT_API_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:////elsewhere/one.db",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:////elsewhere/two.db",
    "PREFECT_SERVER_DATABASE_NAME": "elsewhere",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "true",
    "PREFECT_LOGGING_TO_API_ENABLED": "true",
    "PREFECT_CLIENT_CUSTOM_HEADERS": '{"X-Other": "1"}',
    "PREFECT_SERVER_API_BASE_PATH": "/elsewhere",
}
"""What a user may have set for other work."""

READ_BY_PREFECT = """
import json, sys
from pathlib import Path
from pipelines.home import Home
from pipelines.scheduling.environment import client_environment, server_environment, set_up
home = Home(Path(sys.argv[1]))
settings = {
    "server": server_environment(home, 4321, "entregent:word"),
    "client": client_environment(home, "http://127.0.0.1:4321", "entregent:word"),
}[sys.argv[2]]
with set_up(home, settings):
    from prefect.settings import get_current_settings
    read = get_current_settings()
    print(json.dumps(read.model_dump(mode="json", exclude_unset=True, context={"include_secrets": True})))
"""


def read_by_prefect(home: Home, side: str, folder: Path, environment: dict[str, str]) -> str:
    """The settings that Prefect itself finds set, as JSON."""
    return subprocess.run(
        [sys.executable, "-c", READ_BY_PREFECT, str(home.folder), side],
        cwd=folder,
        env={**os.environ, **environment, "PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    ).stdout


@pytest.mark.parametrize("side", ["server", "client"])
def test_prefect_reads_our_settings_and_nothing_of_the_users(small: Home, tmp_path: Path, side: str) -> None:
    """Neither from the environment, nor from a profile, nor from the files of the folder it is called in."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / ".env").write_text("PREFECT_API_REQUEST_TIMEOUT=7\nPREFECT_PROFILES_PATH=profiles.toml\n", "utf-8")
    (folder / "profiles.toml").write_text(
        'active = "work"\n[profiles.work]\nPREFECT_API_KEY = "of a profile"\n', "utf-8"
    )
    (folder / "prefect.toml").write_text('[server.api]\nbase_path = "/elsewhere"\n', "utf-8")
    (folder / "pyproject.toml").write_text('[tool.prefect.results]\nlocal_storage_path = "/elsewhere"\n', "utf-8")
    ours = read_by_prefect(small, side, small.folder, {})
    assert str(prefect_home(small)) in ours
    assert read_by_prefect(small, side, folder, ELSEWHERE) == ours


def test_the_settings_hold_in_prefects_own_folder_and_the_user_gets_his_back(
    small: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Paths that are printed afterwards are relative to where the command was called."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "environ", dict(os.environ))
    with set_up(small, {"PREFECT_HOME": "ours"}):
        assert Path.cwd() == prefect_home(small)
        assert os.environ["PREFECT_HOME"] == "ours"
    assert Path.cwd() == tmp_path
