"""The log of a job: its container's output, and in CloudWatch Logs if its role may write there."""

from pathlib import Path

from ministack.services import cloudwatch_logs

from pictor_local.aws import arn
from pictor_local.clock import clock
from pictor_local.services.iam import service_role
from pictor_local.services.logs import events

_WRITE = ("logs:CreateLogStream", "logs:PutLogEvents")


class JobLog:
    """Sends lines of one job to a log group of SageMaker's."""

    def __init__(self, role_arn: str, group: str, stream: str) -> None:
        """Take the job's role, the log group and the log stream."""
        self._role_arn = role_arn
        self._group = group
        self._stream = f"{stream}-{clock.now():.0f}"

    def write(self, lines: list[str], suffix: str = "") -> None:
        """Write lines to the stream, or to one below it.

        As in AWS they are lost where the role may not write, or there is no group and the role may
        not create it.
        """
        resource = arn("logs", f"log-group:{self._group}")
        allowed = [
            service_role.allows(self._role_arn, action, f"{resource}:log-stream:{self._stream}")
            for action in _WRITE
        ]
        if not all(allowed):
            return
        if self._group not in cloudwatch_logs._log_groups:
            group = f"{resource}:log-stream:"
            if not service_role.allows(self._role_arn, "logs:CreateLogGroup", group):
                return
            cloudwatch_logs._create_log_group({"logGroupName": self._group})
        for line in lines:
            events.write(self._group, self._stream + suffix, line)

    def write_file(self, file: Path) -> None:
        """Write the lines of a file that there may be."""
        if file.exists():
            self.write([line for line in file.read_text(errors="replace").splitlines() if line])
