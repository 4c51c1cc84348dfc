"""CloudTrail, of which there is the event history."""

from pictor_local.services.cloudtrail import history
from pictor_local.services.service import Service, Shim


class CloudTrail(Service):
    """The event history of ministack, mended."""

    name = "cloudtrail"
    title = "CloudTrail"
    folder = "cloudtrail"
    shims = (
        Shim(
            parts=("cloudtrail/history",),
            behaviour=(
                "every account has an event history, from its first event; it names operations of "
                "every protocol, and a role's session by the session's name"
            ),
            source="https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html",
            test="test_event_history",
            gap="test_event_history_is_empty",
        ),
    )
    differences = (
        "Operations that are answered here and not by ministack, for example SageMaker's, are "
        "not in the history; those on objects of S3, which AWS leaves out, are.",
        "An event is found at once; AWS takes minutes.",
    )

    def install(self) -> None:
        """Record."""
        history.install()
