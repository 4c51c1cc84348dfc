"""Application Auto Scaling."""

from collections.abc import Mapping, Sequence

from pictor_local.services.application_autoscaling.operations import Operations
from pictor_local.services.application_autoscaling.permissions import needed
from pictor_local.services.call import Call, Operation, of_params
from pictor_local.services.parts import Parts
from pictor_local.services.sagemaker.variant_scaler import VariantScaler
from pictor_local.services.service import Permission, Recognition, Service, Shim


class ApplicationAutoScaling(Service):
    """Scalable targets of endpoints, which ministack lacks."""

    name = "application-autoscaling"
    title = "Application Auto Scaling"
    folder = "application_autoscaling"
    base = "Pictor"
    recognition = Recognition(target_prefix="AnyScaleFrontendService.")
    iam_namespace = "application-autoscaling"
    shims = (
        Shim(
            parts=(
                "application_autoscaling/operations",
                "application_autoscaling/permissions",
                "sagemaker/variant_scaler",
            ),
            behaviour=(
                "a count outside the bounds is scaled into them; a registered variant "
                "cannot change its instance type; burstable types cannot be scaled"
            ),
            source="https://docs.aws.amazon.com/sagemaker/latest/dg/endpoint-auto-scaling-prerequisites.html",
            test="test_auto_scaling",
            gap="test_application_auto_scaling_is_absent",
        ),
    )
    differences = (
        "Policies and scheduled actions are kept; nothing scales by a metric or at a time.",
        "With `--auth` a caller needs no permissions for the service-linked role and for the "
        "alarms of a policy.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        scaler = VariantScaler(parts.endpoints)
        self._targets = parts.scalable_targets
        self._answers = Operations(self._targets, scaler.count, scaler.scale)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return every operation that there is."""
        return of_params(self._answers.operations)

    def permissions(self, call: Call) -> Sequence[Permission]:
        """Return what the caller must be allowed."""
        return list(needed(call.operation, call.params, self._targets))

    def holds(self) -> Mapping[str, list[str]]:
        """Return the resource ids of the targets."""
        return {"targets": [key[-1][1] for key, _ in self._targets.targets.all_items()]}
