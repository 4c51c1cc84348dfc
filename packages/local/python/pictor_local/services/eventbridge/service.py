"""EventBridge."""

from collections.abc import Mapping

from pictor_local.services.call import Operation
from pictor_local.services.eventbridge import delivery, rules
from pictor_local.services.service import Service, Shim


class EventBridge(Service):
    """Rules and targets of ministack, mended."""

    name = "events"
    title = "EventBridge"
    folder = "eventbridge"
    shims = (
        Shim(
            parts=("eventbridge/delivery", "awslambda/permission"),
            behaviour=(
                "a function is invoked as an event, and only if its policy allows the rule; a "
                "state machine only as the target's role; ministack asks no policy"
            ),
            source="https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html",
            test="test_event_rules",
            gap="test_rule_invokes_a_function_without_permission",
        ),
        Shim(
            parts=("eventbridge/rules",),
            behaviour=(
                "a rule needs a pattern or a schedule, has at most five targets, and cannot be "
                "deleted while it has one"
            ),
            source="https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DeleteRule.html",
            test="test_event_rules",
            gap="test_rule_with_targets_is_deleted",
        ),
    )
    differences = (
        "Of AWS's own events there are those of S3, of Step Functions, and the state changes of "
        "endpoints, transform jobs and training jobs.",
        "An event that a target does not take is dropped: retry policies and dead-letter queues "
        "of targets are kept only.",
        "There are no metrics in AWS/Events.",
    )

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack answers differently."""
        return {
            "PutRule": rules.put_rule,
            "PutTargets": rules.put_targets,
            "DeleteRule": rules.delete_rule,
        }

    def install(self) -> None:
        """Mend the way to a function."""
        delivery.install()
