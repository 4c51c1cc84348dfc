"""Lambda."""

from collections.abc import Mapping

from pictor_local.services.awslambda import (
    concurrency,
    errors,
    interfaces,
    limits,
    metrics,
    pool,
    queue,
    threads,
    workers,
)
from pictor_local.services.call import Operation
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service, Shim


class Lambda(Service):
    """Functions of ministack, mended."""

    name = "lambda"
    title = "Lambda"
    folder = "awslambda"
    rest_model = "lambda"
    shims = (
        Shim(
            parts=("awslambda/concurrency", "awslambda/pool"),
            behaviour=(
                "functions reserve no more than leaves 100 to the others, in an account "
                "with fewer nothing"
            ),
            source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html",
            test="test_service_quotas",
            gap="test_all_of_the_concurrency_can_be_reserved",
        ),
        Shim(
            parts=("awslambda/interfaces",),
            behaviour=(
                "a function in a VPC has an interface in each subnet, which is left, free, "
                "when the function goes"
            ),
            source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html",
            test="test_function_interfaces",
            gap="test_function_has_no_network_interface",
        ),
        Shim(
            parts=("awslambda/limits",),
            behaviour=(
                "413 over 6 MB (events 1 MB); an answer over 6 MB is an error of the function"
            ),
            source="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html",
            test="test_limits",
            gap="test_large_invocation_is_let_through",
        ),
        Shim(
            parts=("awslambda/workers",),
            behaviour="a function sees its own variables, and ends with its environment",
            source="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html",
            test="test_process",
            gap="test_function_sees_the_environment_of_the_emulator",
        ),
        Shim(
            parts=("awslambda/queue",),
            behaviour=(
                "an event is repeated as its event invoke configuration says, a throttled one "
                "until it is too old; then it goes to the destination or the dead-letter queue"
            ),
            source="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html",
            test="test_function_events",
            gap="test_throttled_event_uses_up_its_retries",
        ),
        Shim(
            parts=("awslambda/errors",),
            behaviour="a failed function answers with the type, message and trace of its error",
            source="https://docs.aws.amazon.com/lambda/latest/dg/nodejs-exceptions.html",
            test="test_function_events",
            gap="test_errors_of_functions_have_one_type",
        ),
        Shim(
            parts=("awslambda/metrics",),
            behaviour=(
                "invocations, errors, throttles, duration, concurrency, by function and in all"
            ),
            source="https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html",
            test="test_metrics",
            gap="test_api_emits_no_metrics_and_a_function_lacks_some",
        ),
    )
    differences = (
        "Four processes a core, at least 8 and at most 32, work on a function's invocations; the "
        "others wait in order, count as in flight, and their time runs. AWS gives each an "
        "execution environment of its own.",
        "Where no invocation ends for a second, one more process is started, at most three times "
        "as many. An invocation that gets no process within its timeout is throttled.",
        "A worker is a process with the rights of the user who runs the emulator.",
        "A function in an endless loop ends only at its timeout or with the emulator's orderly "
        "end.",
        "Lambda never deletes the interfaces that it leaves; AWS does so after a while.",
        "An event reaches a function once; on AWS it may come twice.",
        "There are no metrics of queued events (`AsyncEventsReceived`, `AsyncEventAge`, "
        "`AsyncEventsDropped`).",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._publisher = parts.publisher
        self._delays = parts.delays
        self._log_dir = parts.settings.log_dir / "lambda"
        self._quotas = parts.quotas
        self._concurrency = concurrency.Concurrency(parts.quotas)
        self._interfaces = interfaces.Interfaces(parts.delays)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack answers differently."""
        return {
            "Invoke": limits.limit_sizes,
            "CreateFunction": self._interfaces.create,
            "UpdateFunctionConfiguration": self._interfaces.update,
            "DeleteFunction": self._interfaces.delete,
            "GetAccountSettings": self._concurrency.settings,
            "PutFunctionConcurrency": self._concurrency.reserve,
        }

    def install(self) -> None:
        """Mend how functions run and what is measured of them."""
        metrics.install(self._publisher)
        workers.install(self._log_dir)
        errors.install()
        pool.install()
        threads.install()
        queue.install(self._delays)
        concurrency.install(self._quotas)

    def stop(self) -> None:
        """End every worker."""
        workers.stop()
