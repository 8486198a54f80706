"""python -m pipelines.scheduling.pages SOCKET serves Prefect's API and pages on a socket that the starter listens on.

`prefect server start` would take a port by its number, which another program may have by then.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import uvicorn
from prefect.server.api.server import create_app

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Message, Receive, Send], Awaitable[None]]

OUTWARD = frozenset({"/docs", "/redoc", "/api/docs", "/api/redoc"})
"""Pages of Prefect's server that are made by scripts of other hosts."""


class OwnPages:
    """The app, with pages that a browser lets ask nobody but this server, whatever is written in them."""

    def __init__(self, app: App, port: int) -> None:
        self.app = app
        policy = (
            "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
            f"connect-src 'self' ws://127.0.0.1:{port}; form-action 'self'; base-uri 'self'; frame-ancestors 'none'"
        )
        self.headers = [
            (b"content-security-policy", policy.encode("ascii")),
            (b"referrer-policy", b"no-referrer"),
            (b"x-dns-prefetch-control", b"off"),
        ]

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["path"].rstrip("/") in OUTWARD:
            await send({"type": "http.response.start", "status": 404, "headers": self.headers})
            await send({"type": "http.response.body"})
            return

        async def send_held(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", []), *self.headers]
            await send(message)

        await self.app(scope, receive, send_held)


def main() -> None:
    """Serves until it is told to end (SIGTERM, SIGINT)."""
    with socket.socket(fileno=int(sys.argv[1])) as listener:
        app: Any = OwnPages(create_app(final=True), listener.getsockname()[1])
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listener])


if __name__ == "__main__":
    main()
