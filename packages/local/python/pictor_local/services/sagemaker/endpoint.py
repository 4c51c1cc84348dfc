"""One endpoint: its state, and how AWS describes it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock
from pictor_local.events import emit
from pictor_local.services.sagemaker.deployment import Deployment
from pictor_local.services.sagemaker.pending import Pending
from pictor_local.services.sagemaker.traffic import Traffic

# FailureReason in AWS's API model: at most 1024 characters.
_REASON_LENGTH = 1024
# https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html (2026-11)
IN_PROGRESS = frozenset({"Creating", "Updating", "SystemUpdating", "RollingBack"})
SERVING = frozenset(
    {"InService", "Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed"}
)
UPDATABLE = frozenset({"InService", "OutOfService", "UpdateRollbackFailed"})


@dataclass
class Endpoint:
    """One endpoint as it is now."""

    name: str
    arn: str
    config_name: str
    """The configuration that serves; while an update runs, still the old one."""
    status: str = "Creating"
    pending: Pending | None = None
    failure_reason: str | None = None
    traffic: Traffic = field(default_factory=Traffic)
    deployment_config: Json | None = None
    variants: list[Json] = field(default_factory=list)
    created: float = field(default_factory=clock.now)
    modified: float = field(default_factory=clock.now)
    changed: Callable[["Endpoint"], None] = lambda _: None
    """Called after each change of the status."""

    @property
    def deployment(self) -> Deployment | None:
        """What serves most of the requests."""
        return self.traffic.main

    def become(self, status: str, reason: str | None = None) -> None:
        """Change the status and tell whoever started the emulator."""
        self.status = status
        self.failure_reason = reason[-_REASON_LENGTH:] if reason else None
        self.modified = clock.now()
        self.tell(reason)
        self.changed(self)

    def settle(self, reason: str | None = None) -> None:
        """End a change: in service again, or failed where no server is left meanwhile."""
        if self.deployment is not None:
            self.become("InService", reason)
        else:
            self.become("Failed", reason or "Its model server ended too often.")

    def tell(self, reason: str | None) -> None:
        """Tell whoever started the emulator how it stands."""
        server = self.deployment.server if self.deployment else None
        emit(
            "endpoint",
            name=self.name,
            status=self.status,
            reason=reason,
            pid=server.pid if server else None,
        )

    def refuse_in_progress(self) -> None:
        """Refuse a change while another is under way.

        Raises:
            AwsError: in the words of AWS.
        """
        if self.status in IN_PROGRESS:
            raise AwsError(
                "ValidationException", f'Cannot update in-progress endpoint "{self.arn}".'
            )

    def refuse_unless_updatable(self) -> None:
        """Refuse an update in any state that AWS allows none in.

        Raises:
            AwsError: in the words of AWS.
        """
        self.refuse_in_progress()
        if self.status not in UPDATABLE:
            raise AwsError(
                "ValidationException",
                f'Cannot update endpoint "{self.arn}" in status {self.status}.',
            )


def describe(endpoint: Endpoint) -> Json:
    """Answer DescribeEndpoint."""
    pending = endpoint.pending
    answer: Json = {
        "EndpointName": endpoint.name,
        "EndpointArn": endpoint.arn,
        "EndpointConfigName": endpoint.config_name,
        "EndpointStatus": endpoint.status,
        "CreationTime": endpoint.created,
        "LastModifiedTime": endpoint.modified,
        "ProductionVariants": pending.left_of(endpoint.variants) if pending else endpoint.variants,
    }
    if endpoint.failure_reason is not None:
        answer["FailureReason"] = endpoint.failure_reason
    if endpoint.deployment_config is not None:
        answer["LastDeploymentConfig"] = endpoint.deployment_config
    if pending is not None:
        answer["PendingDeploymentSummary"] = pending.describe()
    return answer


def variants_of(config: Json) -> list[Json]:
    """Return the variants of a configuration as an endpoint begins with them."""
    return [_variant(variant) for variant in config["ProductionVariants"]]


def _variant(variant: Json) -> Json:
    weight = variant["InitialVariantWeight"]
    summary = {
        "VariantName": variant["VariantName"],
        "CurrentWeight": weight,
        "DesiredWeight": weight,
    }
    if "InitialInstanceCount" in variant:
        count = variant["InitialInstanceCount"]
        summary |= {"CurrentInstanceCount": count, "DesiredInstanceCount": count}
    if "ServerlessConfig" in variant:
        serverless = variant["ServerlessConfig"]
        summary |= {"CurrentServerlessConfig": serverless, "DesiredServerlessConfig": serverless}
    return summary


# VariantPropertyType of ExcludeRetainedVariantProperties, and the fields that it keeps from being
# retained.
_PROPERTIES = {
    "DesiredInstanceCount": ("CurrentInstanceCount", "DesiredInstanceCount"),
    "DesiredWeight": ("CurrentWeight", "DesiredWeight"),
}


def retained(new: list[Json], old: list[Json], excluded: frozenset[str]) -> list[Json]:
    """Return new variants with the counts and weights that variants of the same name have now.

    Args:
        new: the variants of the new configuration.
        old: the variants as they are now.
        excluded: properties that the new configuration decides after all.
    """
    kept = [name for kind, fields in _PROPERTIES.items() if kind not in excluded for name in fields]
    present = {variant["VariantName"]: variant for variant in old}
    return [
        {
            **variant,
            **{
                name: present[variant["VariantName"]][name]
                for name in kept
                if name in variant and name in present.get(variant["VariantName"], {})
            },
        }
        for variant in new
    ]
