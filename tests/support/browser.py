"""Chromium without a window, told where to go, and what it then asked of whom."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from websockets.sync.client import connect

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-features=AutofillServerCommunication",
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",  # whoever it asks, nothing leaves this machine
    "--remote-debugging-port=0",
)
SECONDS = 60


class Browser:
    """One page of a browser that has never been used; its log of all requests and look-ups is written when it ends."""

    def __init__(self, scratch: Path) -> None:
        self.log = scratch / "net.json"
        command = [str(CHROMIUM), *QUIET, f"--user-data-dir={scratch / 'profile'}", f"--log-net-log={self.log}"]
        self.process = subprocess.Popen([*command, "about:blank"], stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        address = next(
            found[1] for line in self.process.stderr if (found := re.search(r"listening on (ws://\S+)", line))
        )
        self.connection = connect(address, max_size=None)
        self.number = 0
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self.session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.call("Page.enable")
        self.call("Page.setLifecycleEventsEnabled", enabled=True)

    session: str | None = None

    def call(self, method: str, **parameters: Any) -> Any:
        """What the browser answers to a command of its protocol."""
        self.number += 1
        number = self.number
        session = {"sessionId": self.session} if self.session else {}
        self.connection.send(json.dumps({"id": number, "method": method, "params": parameters, **session}))
        return self._wait(lambda message: message.get("id") == number)["result"]

    def visit(self, url: str) -> str:
        """The text of a page once it has nothing more to load."""
        loader = self.call("Page.navigate", url=url)["loaderId"]
        self._wait(
            lambda message: (
                message.get("method") == "Page.lifecycleEvent"
                and message["params"]["name"] == "networkIdle"
                and message["params"]["loaderId"] == loader
            )
        )
        return str(self.run("document.body.innerText"))

    def run(self, script: str) -> Any:
        """The value of an expression on the page."""
        return self.call("Runtime.evaluate", expression=script)["result"].get("value")

    def end(self) -> None:
        """Ends it in order, so that it finishes its log."""
        if self.process.returncode is not None:
            return
        self.session = None
        self.call("Browser.close")
        self.process.communicate(timeout=SECONDS)
        self.connection.close()

    def asked(self) -> set[str]:
        """The hosts its pages asked or looked up; what the browser does on its own account is left out.

        Call it after the end.
        """
        log = json.loads(self.log.read_text("utf-8"))
        of_pages = [event["params"] for event in log["events"] if "127.0.0.1" in _on_behalf_of(event.get("params", {}))]
        named = [str(parameters.get("url") or parameters.get("host") or "") for parameters in of_pages]
        return {urlsplit(name if "//" in name else f"//{name}").hostname or name for name in named if name}

    def _wait(self, is_wanted: Any) -> Any:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            message = json.loads(self.connection.recv(timeout=SECONDS))
            if is_wanted(message):
                return message
        raise AssertionError("the browser did not answer")


def _on_behalf_of(parameters: dict[str, Any]) -> str:
    """The sites for which the browser made a request (network_isolation_key) or a look-up (…_anonymization_key)."""
    return f"{parameters.get('network_isolation_key')} {parameters.get('network_anonymization_key')}"
