"""The work of a transform job: one request an object, one `.out` an answer."""

import asyncio

from pictor_local.aws import Json
from pictor_local.services.sagemaker.jobs import data
from pictor_local.services.sagemaker.jobs.data import Input
from pictor_local.services.sagemaker.jobs.job import Job, JobFailedError
from pictor_local.services.sagemaker.jobs.logs import JobLog
from pictor_local.services.sagemaker.jobs.runner import INTERNAL
from pictor_local.services.sagemaker.jobs.transform_job import (
    concurrent_of,
    largest_of,
    payload_mb_of,
    retries_of,
    timeout_of,
)
from pictor_local.services.sagemaker.model_server import ModelServer
from pictor_local.services.sagemaker.storage import split

_SEE_LOGS = "See job logs for more information"
_DATA_LOG = "/data-log"


class TransformRun:
    """Sends the objects of one job to its model server."""

    def __init__(self, job: Job, server: ModelServer, log: JobLog) -> None:
        self._job = job
        self._request: Json = job.request
        self._server = server
        self._log = log
        self._places = asyncio.Semaphore(concurrent_of(job.request))
        self._failed: set[str] = set()
        self._answered = 0

    async def run(self) -> None:
        """Transform every object; those that fail do not keep the others from their results.

        Raises:
            JobFailedError: an object failed, or all were answered and a test wants a failure.
        """
        source = self._request["TransformInput"]["DataSource"]["S3DataSource"]
        inputs = await data.inputs_of(self._job.role_arn, source)
        strategy = self._request.get("BatchStrategy", "MultiRecord")
        self._log.write(
            [
                f"[sagemaker logs]: MaxConcurrentTransforms={concurrent_of(self._request)}, "
                f"MaxPayloadInMB={payload_mb_of(self._request)}, "
                f"BatchStrategy={'SINGLE_RECORD' if strategy == 'SingleRecord' else 'MULTI_RECORD'}"
            ],
            _DATA_LOG,
        )
        async with asyncio.TaskGroup() as tasks:
            for each in inputs:
                tasks.create_task(self._transform(each))
        if self._failed:
            raise JobFailedError(f"{min(self._failed, key=_gravity)}: {_SEE_LOGS}")

    async def _transform(self, one: Input) -> None:
        async with self._places:
            await self._meet_fault()
            try:
                body = await data.read(self._job.role_arn, one.bucket, one.key)
                answer = await self._answer(one, body)
                if answer is not None:
                    await self._write(one, answer)
            except JobFailedError as error:
                self._fail(one, "ClientError", [str(error)])

    async def _meet_fault(self) -> None:
        fault = self._job.fault
        if fault is None or fault.kind == "job-capacity" or self._answered < fault.after:
            return
        if fault.kind == "job-hang":
            await asyncio.Event().wait()
        raise JobFailedError(INTERNAL)

    async def _answer(self, one: Input, body: bytes) -> bytes | None:
        largest = largest_of(self._request)
        if largest is not None and len(body) > largest:
            self._fail(one, "ClientError", ["ClientError: Too much data for max payload size"])
            return None
        for attempt in range(retries_of(self._request) + 1):
            try:
                answer = await self._server.post(self._headers(), body, timeout_of(self._request))
            except (TimeoutError, OSError):
                self._fail_last(one, attempt, ["Unable to get response from algorithm"])
                continue
            if answer.status < 300:
                self._answered += 1
                return answer.body
            text = answer.body.decode("utf-8", "replace")
            if answer.status < 500:
                self._fail(
                    one, "ClientError", [f"ClientError: {answer.status}", "", "Message:", text]
                )
                return None
            status = f"Bad HTTP status received from algorithm: {answer.status}"
            self._fail_last(one, attempt, [status, "", "Message:", text])
        return None

    def _headers(self) -> dict[str, str]:
        kind = self._request["TransformInput"].get("ContentType")
        accept = self._request["TransformOutput"].get("Accept")
        return {
            **({"Content-Type": kind} if kind else {}),
            **({"Accept": accept} if accept else {}),
        }

    def _fail_last(self, one: Input, attempt: int, lines: list[str]) -> None:
        if attempt == retries_of(self._request):
            self._fail(one, "AlgorithmError", lines)

    def _fail(self, one: Input, kind: str, lines: list[str]) -> None:
        self._failed.add(kind)
        where = f"[sagemaker logs]: {one.bucket}/{one.key}"
        self._log.write([f"{where}: {line}" for line in lines], _DATA_LOG)

    async def _write(self, one: Input, answer: bytes) -> None:
        output = self._request["TransformOutput"]
        bucket, prefix = split(output["S3OutputPath"], "S3OutputPath")
        start = f"{prefix.rstrip('/')}/" if prefix else ""
        end = b"\n" if output.get("AssembleWith") == "Line" else b""
        await data.write(
            self._job.role_arn,
            bucket,
            f"{start}{one.relative}.out",
            answer + end,
            output.get("KmsKeyId"),
        )


def _gravity(kind: str) -> int:
    return ["AlgorithmError", "ClientError"].index(kind)
