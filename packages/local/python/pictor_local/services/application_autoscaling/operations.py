"""Application Auto Scaling, which ministack 1.5.33 lacks: targets, policies, scheduled actions.

It keeps and checks; nothing scales by a metric. A target whose bounds exclude the present count is
scaled into them at once, as AWS does.
"""

import time
import uuid
from collections.abc import Callable
from typing import Any

from ministack.core.responses import AccountRegionScopedDict

from pictor_local.aws import AwsError, Json, arn

_NOT_SUSPENDED = {
    "DynamicScalingInSuspended": False,
    "DynamicScalingOutSuspended": False,
    "ScheduledScalingSuspended": False,
}
Key = tuple[str, str, str]


class ScalableTargets:
    """What is registered, by namespace, resource and dimension."""

    def __init__(self) -> None:
        self.targets: Any = AccountRegionScopedDict()
        self.policies: Any = AccountRegionScopedDict()
        self.actions: Any = AccountRegionScopedDict()
        self.tags: Any = AccountRegionScopedDict()

    def of_endpoint(self, endpoint: str) -> list[str]:
        """Return the variants of an endpoint that are registered."""
        return [one["ResourceId"].split("/")[3] for one in self.targets_of_endpoint(endpoint)]

    def targets_of_endpoint(self, endpoint: str) -> list[Json]:
        """Return the targets of an endpoint."""
        prefix = f"endpoint/{endpoint}/variant/"
        return [one for key, one in self.targets.items() if key[1].startswith(prefix)]

    def forget_endpoint(self, endpoint: str) -> None:
        """Deregister the variants of an endpoint that is deleted, as SageMaker does."""
        for target in self.targets_of_endpoint(endpoint):
            self.deregister(key_of(target))

    def deregister(self, key: Key) -> None:
        """Forget a target with its policies and actions."""
        target = self.targets.pop(key)
        self.tags.pop(target["ScalableTargetARN"], None)
        for store in (self.policies, self.actions):
            for one in [one for one in store if one[:3] == key]:
                store.pop(one)


class Operations:
    """The operations that the provider calls."""

    def __init__(
        self,
        targets: ScalableTargets,
        check: Callable[[str], int],
        scale: Callable[[str, int], Any],
    ) -> None:
        """Take the store, and functions of a resource id: its count, and how to change it."""
        self._store = targets
        self._count = check
        self._scale = scale

        self.operations: dict[str, Callable[[Json], Json]] = {
            "RegisterScalableTarget": self._register_scalable_target,
            "DescribeScalableTargets": self._describe_scalable_targets,
            "DeregisterScalableTarget": self._deregister_scalable_target,
            "PutScalingPolicy": self._put_scaling_policy,
            "DescribeScalingPolicies": self._describe_scaling_policies,
            "DeleteScalingPolicy": self._delete_scaling_policy,
            "PutScheduledAction": self._put_scheduled_action,
            "DescribeScheduledActions": self._describe_scheduled_actions,
            "DeleteScheduledAction": self._delete_scheduled_action,
            "ListTagsForResource": self._list_tags_for_resource,
            "TagResource": self._tag_resource,
            "UntagResource": self._untag_resource,
        }

    def _register_scalable_target(self, body: Json) -> Json:
        count = self._count(body["ResourceId"])
        key = key_of(body)
        known = self._store.targets.get(key)
        if known is None:
            target_id = uuid.uuid4().hex[:24]
            known = {
                "ScalableTargetARN": arn("application-autoscaling", f"scalable-target/{target_id}"),
                "CreationTime": time.time(),
                "SuspendedState": _NOT_SUSPENDED,
                "RoleARN": arn(
                    "iam",
                    "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/"
                    "AWSServiceRoleForApplicationAutoScaling_SageMakerEndpoint",
                ),
            }
        target = {**known, **{name: value for name, value in body.items() if name != "Tags"}}
        missing = [name for name in ("MinCapacity", "MaxCapacity") if name not in target]
        if missing:
            raise AwsError("ValidationException", f"{' and '.join(missing)} must be given")
        if target["MinCapacity"] > target["MaxCapacity"]:
            raise AwsError(
                "ValidationException", "Maximum capacity cannot be less than minimum capacity"
            )
        self._store.targets[key] = target
        self._tag(target["ScalableTargetARN"], body.get("Tags", {}))
        wanted = min(max(count, target["MinCapacity"]), target["MaxCapacity"])
        if wanted != count:
            self._scale(body["ResourceId"], wanted)
        return {"ScalableTargetARN": target["ScalableTargetARN"]}

    def _describe_scalable_targets(self, body: Json) -> Json:
        return {"ScalableTargets": _chosen(self._store.targets, body, "ResourceIds", "ResourceId")}

    def _deregister_scalable_target(self, body: Json) -> Json:
        self._target(body)
        self._store.deregister(key_of(body))
        return {}

    def _put_scaling_policy(self, body: Json) -> Json:
        self._target(body)
        name, resource = body["PolicyName"], f"{body['ServiceNamespace']}/{body['ResourceId']}"
        policy_id = f"scalingPolicy:{uuid.uuid4()}:resource/{resource}:policyName/{name}"
        key = (*key_of(body), name)
        known = self._store.policies.get(key) or {
            "PolicyARN": arn("autoscaling", policy_id),
            "CreationTime": time.time(),
            "Alarms": [],
        }
        self._store.policies[key] = {**known, **body}
        return {"PolicyARN": known["PolicyARN"], "Alarms": []}

    def _describe_scaling_policies(self, body: Json) -> Json:
        return {"ScalingPolicies": _chosen(self._store.policies, body, "PolicyNames", "PolicyName")}

    def _delete_scaling_policy(self, body: Json) -> Json:
        return self._delete(self._store.policies, (*key_of(body), body["PolicyName"]))

    def _put_scheduled_action(self, body: Json) -> Json:
        self._target(body)
        name, resource = (
            body["ScheduledActionName"],
            f"{body['ServiceNamespace']}/{body['ResourceId']}",
        )
        action_id = f"scheduledAction:{uuid.uuid4()}:resource/{resource}:scheduledActionName/{name}"
        key = (*key_of(body), name)
        known = self._store.actions.get(key) or {
            "ScheduledActionARN": arn("autoscaling", action_id),
            "CreationTime": time.time(),
        }
        self._store.actions[key] = {**known, **body}
        return {}

    def _describe_scheduled_actions(self, body: Json) -> Json:
        names = ("ScheduledActionNames", "ScheduledActionName")
        return {"ScheduledActions": _chosen(self._store.actions, body, *names)}

    def _delete_scheduled_action(self, body: Json) -> Json:
        return self._delete(self._store.actions, (*key_of(body), body["ScheduledActionName"]))

    def _list_tags_for_resource(self, body: Json) -> Json:
        return {"Tags": self._store.tags.get(body["ResourceARN"]) or {}}

    def _tag_resource(self, body: Json) -> Json:
        return self._tag(body["ResourceARN"], body["Tags"])

    def _untag_resource(self, body: Json) -> Json:
        for name in body["TagKeys"]:
            self._store.tags.get(body["ResourceARN"], {}).pop(name, None)
        return {}

    def _tag(self, resource: str, tags: Json) -> Json:
        self._store.tags[resource] = {**(self._store.tags.get(resource) or {}), **tags}
        return {}

    def _target(self, body: Json) -> Json:
        found: Json | None = self._store.targets.get(key_of(body))
        if found is None:
            raise AwsError(
                "ObjectNotFoundException",
                f"No scalable target registered for service namespace: {body['ServiceNamespace']}, "
                f"resource ID: {body['ResourceId']}, "
                f"scalable dimension: {body['ScalableDimension']}",
            )
        return found

    def _delete(self, store: Any, key: Any) -> Json:
        if store.pop(key, None) is None:
            raise AwsError("ObjectNotFoundException", f"No '{key[-1]}' found for {key[1]}")
        return {}


def key_of(body: Json) -> Key:
    """Return what a target is known by."""
    return body["ServiceNamespace"], body["ResourceId"], body["ScalableDimension"]


def _chosen(store: Any, body: Json, plural: str, singular: str) -> list[Json]:
    names = body.get(plural)
    exact = ("ServiceNamespace", "ResourceId", "ScalableDimension")
    return [
        one
        for one in store.values()
        if all(body.get(name, one[name]) == one[name] for name in exact)
        and (not names or one[singular] in names)
    ]
