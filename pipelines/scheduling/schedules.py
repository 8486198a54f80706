"""The weekly flow on a schedule: a deployment that this process serves, one run at a time."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from prefect.client.orchestration import get_client
from prefect.client.schemas.filters import (
    DeploymentFilter,
    DeploymentFilterId,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import ConcurrencyLimitConfig, ConcurrencyLimitStrategy, StateType
from prefect.runner import Runner
from prefect.schedules import Cron
from prefect.states import Crashed
from prefect.types.entrypoint import EntrypointType

from pipelines.errors import RunError
from pipelines.scheduling.flows import SERVED_BY, weekly_flow
from pipelines.scheduling.server import Server
from pipelines.terminal.ending import ending_signals

UNDER_WAY = [StateType.PENDING, StateType.RUNNING, StateType.CANCELLING]


def serve_weekly(home: Path, cron: str, time_zone: str, server: Server, ready: Callable[[], None]) -> None:
    """Runs the flow when it is due, until this process is told to end (SIGINT, SIGTERM, SIGHUP).

    A run at work is then cancelled.
    ready: called once the schedule stands. Raises RunError when the server ends by itself.
    """
    os.environ[SERVED_BY] = str(os.getpid())
    asyncio.run(_serve(home, cron, time_zone, server, ready))


async def _serve(home: Path, cron: str, time_zone: str, server: Server, ready: Callable[[], None]) -> None:
    # After a time without it, all missed runs are late at once. They are started one by one: each takes seconds of a
    # small machine to come up, and those that follow the first find its work done. A run that another process started
    # meanwhile cancels the one that meets it.
    one_at_a_time = ConcurrencyLimitConfig(limit=1, collision_strategy=ConcurrencyLimitStrategy.CANCEL_NEW)
    runner = Runner(name="weekly", limit=1, pause_on_shutdown=False)
    deployment = await weekly_flow.ato_deployment(
        name="weekly",
        schedule=Cron(cron, timezone=time_zone),
        parameters={"home": str(home)},
        concurrency_limit=one_at_a_time,
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    # Not runner.add_flow: it pickles the flow with the globals its body names, and loses the types of its parameters.
    await _end_lost_runs(await runner.aadd_deployment(deployment))
    told_to_end = asyncio.Event()
    ending = [signal.SIGINT, *ending_signals()]
    running = asyncio.create_task(runner.start())
    await asyncio.sleep(0)  # it has taken the signals: take them back
    for number in ending:
        asyncio.get_running_loop().add_signal_handler(number, told_to_end.set)
    ready()
    while not (told_to_end.is_set() or running.done() or server.has_ended):
        await asyncio.sleep(0.5)
    if not running.done():
        await runner.astop()
    await running
    if server.has_ended:
        raise RunError("Prefect's server ended by itself: nothing is served any more. Start entregent serve again.")


async def _end_lost_runs(deployment: UUID) -> None:
    """Runs that a killed `serve` left under way would hold the one place for ever: they are over."""
    async with get_client() as client:
        lost = await client.read_flow_runs(
            deployment_filter=DeploymentFilter(id=DeploymentFilterId(any_=[deployment])),
            flow_run_filter=FlowRunFilter(state=FlowRunFilterState(type=FlowRunFilterStateType(any_=UNDER_WAY))),
        )
        for run in lost:
            await client.set_flow_run_state(run.id, Crashed(message="The process that ran it was ended."), force=True)
