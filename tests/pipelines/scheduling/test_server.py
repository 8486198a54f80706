"""What stands around Prefect: the password, the port, the settings, the child that ends with its starter.

No server is started here.
"""

from __future__ import annotations

import os
import signal
import socket
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipelines.errors import UserError
from pipelines.home import Home
from pipelines.scheduling.environment import (
    auth_file,
    client_environment,
    make_prefect_home,
    new_words,
    prefect_home,
    server_environment,
    set_up,
    url_of,
    with_settings,
)
from pipelines.scheduling.served import announced, find_server, read_served, server_file
from pipelines.scheduling.server import answers, taken_port
from tests.pipelines.conftest import Called
from tests.pipelines.scheduling.conftest import Stranger, free_port, written

Entregent = Callable[..., Called]


CRON = ("0 7 * * 1", "Europe/Paris")


@pytest.fixture
def small(tmp_path: Path) -> Home:
    """A home with the folder of Prefect and nothing else."""
    folder = tmp_path / "small"
    folder.mkdir()
    make_prefect_home(Home(folder))
    return Home(folder)


def test_each_start_has_words_of_its_own() -> None:
    """Made by chance, long enough not to be tried out."""
    first, second = new_words(), new_words()
    assert first != second
    assert min(len(first), len(second)) > 40


def test_the_record_of_a_serve_at_work_is_trusted_and_the_owners_only(small: Home) -> None:
    """While the process that wrote it holds it, its server may have its words; afterwards it says when it ran."""
    with announced(small, url_of(4321), "entregent:today", *CRON):
        found = find_server(small)
        assert found is not None
        assert (found.url, found.words, found.pid) == (url_of(4321), "entregent:today", os.getpid())
        assert stat.S_IMODE(server_file(small).stat().st_mode) == 0o600
    assert find_server(small) is None
    assert read_served(small) == (found, False)


def test_a_reused_process_number_is_refused(small: Home) -> None:
    """A process of that number is alive and this user's, and still did not write the record."""
    written(small, url_of(4321), os.getpid())
    assert find_server(small) is None
    written(small, url_of(4321), os.getppid())
    assert find_server(small) is None


def test_a_record_that_was_put_in_the_place_of_a_held_one_is_refused(small: Home) -> None:
    """The lock is on the very file that was written, not on its name."""
    with announced(small, url_of(4321), "entregent:today", *CRON):
        other = server_file(small).with_name("other")
        other.write_bytes(server_file(small).read_bytes())
        other.replace(server_file(small))
        assert find_server(small) is None


def test_a_serve_on_another_machine_is_refused(small: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """The home lies on a share: at that port of this machine is anybody."""
    with announced(small, url_of(4321), "entregent:today", *CRON):
        monkeypatch.setattr(socket, "gethostname", lambda: "another-machine")
        assert find_server(small) is None


def test_a_record_of_an_earlier_version_is_no_server(small: Home) -> None:
    """Then `run --prefect` starts one of its own."""
    server_file(small).write_text('{"url": "http://127.0.0.1:4200", "pid": 1, "cron": "0 7 * * 1"}', "utf-8")
    assert find_server(small) is None


def test_the_hold_ends_with_the_process_however_it_ends(small: Home) -> None:
    """Killed, it lets go: what then listens at its port gets nothing."""
    code = """
import sys
from pathlib import Path
from pipelines.home import Home
from pipelines.scheduling.served import announced
with announced(Home(Path(sys.argv[1])), "http://127.0.0.1:4321", "entregent:today", "0 7 * * 1", "Europe/Paris"):
    print("held", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", code, str(small.folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "held\n"
        assert find_server(small) is not None
        child.kill()
        child.wait(30)
    assert find_server(small) is None


def test_serve_sends_nothing_to_whoever_holds_its_port(home: Path, entregent: Entregent, stranger: Stranger) -> None:
    """Port taken: exit 2, one sentence, nothing changed; the program there was not even called."""
    before = listing(home)
    called = entregent("serve", "--home", home, "--port", stranger.port)
    assert (called.exit_code, called.out) == (2, "")
    assert called.err == (
        f"Port {stranger.port} is taken by another program. Name a free one: entregent serve --port NUMBER\n"
    )
    assert stranger.heard() == []
    assert listing(home) == before


def listing(folder: Path) -> dict[str, bytes]:
    """Every file with what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()} | {
        f"{path.relative_to(folder)}/": b"" for path in folder.rglob("*") if path.is_dir()
    }


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


def test_a_port_nobody_listens_on_does_not_answer() -> None:
    """Then a run starts a server of its own."""
    with taken_port() as listener:
        url = url_of(listener.getsockname()[1])
    assert not answers(url, new_words())


def test_a_port_is_this_process_own_before_anything_is_sent_to_it() -> None:
    """Nobody else can listen there as long as it lasts, not even by asking to share it."""
    with taken_port() as listener, socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        with pytest.raises(OSError, match="in use"):
            other.bind(listener.getsockname())
        with pytest.raises(UserError, match=r"is taken by another program\. Name a free one: entregent serve --port"):
            taken_port(listener.getsockname()[1]).__enter__()


def test_serve_refuses_what_is_no_time_to_run(home: Path, entregent: Entregent) -> None:
    """Exit 2 at once, with an expression that works."""
    called = entregent("serve", "--home", home, "--cron", "every monday")
    assert called.exit_code == 2
    assert "Mondays at seven are: 0 7 * * 1" in called.err


def test_a_home_is_served_once(home: Path, entregent: Entregent) -> None:
    """A second `serve` for the same home ends at once, whatever its port."""
    import filelock

    make_prefect_home(Home(home))
    auth_file(Home(home)).write_text("entregent:of the other", "ascii")
    with filelock.FileLock(prefect_home(Home(home)) / "serve.lock"):
        before = listing(home)
        called = entregent("serve", "--home", home, "--port", free_port())
    assert called.exit_code == 3
    assert "is being served already" in called.err
    assert listing(home) == before


def test_a_home_that_is_served_is_told_before_its_port_is_looked_at(home: Path, entregent: Entregent) -> None:
    """The second `serve` would find its default port taken, by the first."""
    make_prefect_home(Home(home))
    with taken_port() as listener:
        port = listener.getsockname()[1]
        with announced(Home(home), url_of(port), "entregent:today", *CRON):
            called = entregent("serve", "--home", home, "--port", port)
    assert called.exit_code == 3
    assert called.err == f"{home} is being served already: see entregent status.\n"


def test_serve_refuses_where_there_is_no_home(tmp_path: Path, entregent: Entregent) -> None:
    """Exit 2 and how to make one; none is made."""
    called = entregent("serve", "--home", tmp_path / "gone", "--port", free_port())
    assert (called.exit_code, called.err.count("\n")) == (2, 1)
    assert "Make one with: entregent init" in called.err
    assert not (tmp_path / "gone").exists()


def test_a_tethered_program_ends_with_its_starter() -> None:
    """The end of its standard input is the end of the process that held it."""
    command = [sys.executable, "-m", "pipelines.scheduling.tethered", "http.server", "0", "--bind", "127.0.0.1"]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert child.stdin is not None
    assert child.poll() is None
    child.stdin.close()
    assert child.wait(30) == -signal.SIGTERM
