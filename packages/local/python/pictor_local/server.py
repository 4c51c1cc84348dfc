"""Puts the shims into ministack, serves it on loopback, and ends everything in order."""

import asyncio
import logging
import os
import secrets
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import ministack.app as ministack
from hypercorn.asyncio import serve as serve_asgi
from hypercorn.config import Config

from pictor_local import (
    aws,
    ec2,
    iam_propagation,
    lambda_concurrency,
    lambda_limits,
    lambdas,
    query_definitions,
    routing,
    service_linked_roles,
    waf_logging,
)
from pictor_local.apigateway import data_plane, mock, observation, open_api, throttle, usage
from pictor_local.cloudwatch_alarms import description, evaluation
from pictor_local.control import Control
from pictor_local.delays import Delays
from pictor_local.events import emit
from pictor_local.faults import Faults
from pictor_local.log_filters import metric_filters
from pictor_local.metrics import dimensions, functions, logs
from pictor_local.metrics.endpoints import EndpointMetrics
from pictor_local.metrics.publisher import Publisher
from pictor_local.quotas import Quotas
from pictor_local.requests.recorder import Recorder
from pictor_local.sagemaker.service import SageMaker
from pictor_local.service_quotas import ServiceQuotas
from pictor_local.settings import Settings
from pictor_local.wire import Wire, connections

# How long requests at work may take to end once the emulator is told to.
_GRACE_SECONDS = 1.0
# After so long the rest is not waited for; children end with their pipes.
_HARD_LIMIT_SECONDS = 8.0
_THREADS = 64


class Server:
    """One emulator."""

    def __init__(self, settings: Settings, descriptor: int, port: int) -> None:
        """Take a listening socket's descriptor, which is closed at the end, and its port."""
        self._settings = settings
        self._descriptor = descriptor
        self._port = port
        self._stop = asyncio.Event()
        self._delays = delays = Delays(settings.delay)
        faults, recorder, self._quotas = Faults(), Recorder(), Quotas()
        self._sagemaker = SageMaker(settings, delays)
        self._publisher = Publisher(delays, evaluation.evaluate_everywhere)
        self._endpoint_metrics = EndpointMetrics(self._publisher)
        self._wire = Wire(ministack.app, recorder, faults)
        self._control = Control(
            settings,
            _token(settings.token_file),
            delays,
            faults,
            self._quotas,
            recorder,
            self._sagemaker,
        )

    async def run(self) -> None:
        """Serve until standard input ends or a signal arrives."""
        self._install()
        loop = asyncio.get_running_loop()
        # An invocation holds a thread for up to a minute; the default is a handful.
        loop.set_default_executor(ThreadPoolExecutor(_THREADS))
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(each, self._begin_to_stop)
        threading.Thread(target=self._follow_stdin, args=(loop,), daemon=True).start()
        metrics = loop.create_task(self._publisher.run(self._look_at_instances))
        await serve_asgi(self._app, self._hypercorn(), shutdown_trigger=self._stop.wait)
        metrics.cancel()
        await asyncio.to_thread(self._end_children)

    def _install(self) -> None:
        connections.install()
        routing.install()
        self._sagemaker.install(self._endpoint_metrics)
        ec2.install()
        data_plane.install()
        mock.install()
        throttle.install()
        observation.install(self._publisher)
        functions.install(self._publisher)
        logs.install(self._publisher)
        metric_filters.install(self._publisher)
        evaluation.install()
        dimensions.install()
        lambdas.install(self._settings.log_dir / "lambda")
        aws.serve("servicequotas", ServiceQuotas(self._quotas).handle)
        aws.put_before("apigateway", open_api.put_rest_api)
        aws.put_before("apigateway", usage.generate_key)
        aws.put_before("apigateway", usage.omit_empty_limits)
        aws.put_before("monitoring", description.describe_fully)
        aws.put_before("lambda", lambda_limits.limit_sizes)
        aws.put_before("lambda", lambda_concurrency.install(self._quotas))
        aws.put_before("wafv2", waf_logging.keep_logging)
        aws.put_before("logs", query_definitions.keep_queries)
        aws.put_before("logs", metric_filters.check_filters)
        aws.put_before("iam", iam_propagation.install(self._delays))
        aws.put_before("iam", service_linked_roles.name_as_services_do)

    def _look_at_instances(self) -> None:
        self._endpoint_metrics.look_at_instances(self._sagemaker.endpoints)

    def _hypercorn(self) -> Config:
        config = Config()
        config.bind = [f"fd://{self._descriptor}"]
        config.accesslog = _access_log(self._settings.log_dir / "access.log")
        config.access_log_format = "%(t)s %(s)s %(m)s %(R)s %({x-amz-target}i)s %(b)s %(L)ss"
        config.errorlog = logging.getLogger("hypercorn")
        # Longer than any client keeps an idle connection (Go: 90 s): a request that crosses the
        # closing of its connection is sent again, and a create would be done twice.
        config.keep_alive_timeout = 600
        config.keep_alive_max_requests = 1_000_000
        config.graceful_timeout = _GRACE_SECONDS
        config.shutdown_timeout = _GRACE_SECONDS
        return config

    async def _app(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"].startswith("/_pictor/"):
            await self._control(scope, receive, send)
        elif scope["type"] == "lifespan":
            await ministack.app(scope, receive, self._announcing(send))
        else:
            await self._wire(scope, receive, send)

    def _announcing(self, send: Any) -> Any:
        async def announce(message: Any) -> None:
            await send(message)
            if message["type"] == "lifespan.startup.complete":
                emit(
                    "ready", port=self._port, url=f"http://127.0.0.1:{self._port}", pid=os.getpid()
                )

        return announce

    def _follow_stdin(self, loop: asyncio.AbstractEventLoop) -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        loop.call_soon_threadsafe(self._begin_to_stop)

    def _begin_to_stop(self) -> None:
        if not self._stop.is_set():
            self._stop.set()
            timer = threading.Timer(_HARD_LIMIT_SECONDS, os._exit, [1])
            timer.daemon = True
            timer.start()

    def _end_children(self) -> None:
        self._sagemaker.stop()
        lambdas.stop()


def _access_log(file: Path) -> logging.Logger:
    logger = logging.getLogger("pictor_local.access")
    logger.propagate = False
    logger.addHandler(logging.FileHandler(file))
    return logger


def _token(file: Path) -> str:
    """Make the run's token, which whoever may read the run's directory may use."""
    token = secrets.token_urlsafe(24)
    file.touch(mode=0o600)
    file.write_text(token)
    return token
