"""What is on its way while an endpoint is updated, as PendingDeploymentSummary tells it."""

from dataclasses import dataclass, field

from pictor_local.aws import Json
from pictor_local.clock import clock


@dataclass
class Pending:
    """The configuration that an endpoint moves to."""

    config_name: str
    variants: list[Json]
    """As the endpoint has them once it has moved."""
    started: float = field(default_factory=clock.now)
    stage: str = "Creating"
    """Its VariantStatus."""
    stage_started: float = field(default_factory=clock.now)
    share: float = 0.0
    """Of the traffic, and in a rolling update of the instances."""
    rolling: bool = False

    @property
    def instances(self) -> int:
        """How many instances the new configuration has; a serverless one none."""
        return sum(int(variant.get("DesiredInstanceCount", 0)) for variant in self.variants)

    def bake(self, share: float, rolling: bool) -> None:
        """Note that so much of the traffic is on what is new, and that it is watched."""
        self.stage, self.stage_started = "Baking", clock.now()
        self.share, self.rolling = share, rolling

    def describe(self) -> Json:
        """Return it in AWS's shape."""
        status = [{"Status": self.stage, "StartTime": self.stage_started}]
        return {
            "EndpointConfigName": self.config_name,
            "ProductionVariants": [
                {
                    **self._counted(variant, self.share if self.rolling else 1),
                    "VariantStatus": status,
                }
                for variant in self.variants
            ],
            "StartTime": self.started,
        }

    def left_of(self, variants: list[Json]) -> list[Json]:
        """Return the old variants with the instances that are still there."""
        if not self.rolling:
            return variants
        return [self._counted(variant, 1 - self.share) for variant in variants]

    def _counted(self, variant: Json, part: float) -> Json:
        if "CurrentInstanceCount" not in variant:
            return variant
        whole = 0 if self.stage == "Creating" else variant["DesiredInstanceCount"]
        return {**variant, "CurrentInstanceCount": round(part * whole)}
