"""Schedules, their groups and the groups' tags: the operations of EventBridge Scheduler."""

from collections.abc import Callable, Iterator
from typing import Any

from ministack.core.responses import AccountRegionScopedDict

from pictor_local.aws import AwsError, Json
from pictor_local.clock import clock
from pictor_local.delays import Delays
from pictor_local.services.scheduler.schedule import (
    DEFAULT_GROUP,
    Schedule,
    group_arn,
    read,
    refused,
)

_PAGE = 100


class Schedules:
    """The store and its operations."""

    def __init__(self, delays: Delays) -> None:
        self._delays = delays
        self._schedules: Any = AccountRegionScopedDict()
        self._groups: Any = AccountRegionScopedDict()
        self._tags: Any = AccountRegionScopedDict()
        self.operations: dict[str, Callable[[Json], Json]] = {
            "CreateSchedule": self._create,
            "GetSchedule": lambda body: self._find(body).body,
            "UpdateSchedule": self._update,
            "DeleteSchedule": self._delete,
            "ListSchedules": self._list,
            "CreateScheduleGroup": self._create_group,
            "GetScheduleGroup": lambda body: _described(self._group(body["Name"])),
            "DeleteScheduleGroup": self._delete_group,
            "ListScheduleGroups": self._list_groups,
            "TagResource": self._tag,
            "UntagResource": self._untag,
            "ListTagsForResource": self._list_tags,
        }

    def everywhere(self) -> Iterator[tuple[str, str, Schedule]]:
        """Return every schedule with its account and region."""
        for (account, region, *_), schedule in list(self._schedules.all_items()):
            yield account, region, schedule

    def names(self) -> list[str]:
        """Return every schedule as `group/name`."""
        return ["/".join(schedule.key) for _, _, schedule in self.everywhere()]

    def group_names(self) -> list[str]:
        """Return every group that a request made."""
        return [key[-1] for key, _ in self._groups.all_items()]

    def forget(self, schedule: Schedule) -> None:
        """Delete a schedule that is complete."""
        self._schedules.pop(schedule.key, None)

    def sweep(self) -> None:
        """Forget the groups of the current account and region that are deleted by now."""
        for name, group in list(self._groups.items()):
            if group.get("gone_at", float("inf")) <= clock.now():
                self._groups.pop(name)
                self._tags.pop(group_arn(name), None)

    def _create(self, body: Json) -> Json:
        schedule = read("CreateSchedule", body, clock.now())
        group = self._group(schedule.key[0])
        if "gone_at" in group:
            raise AwsError(
                "ConflictException", f"Schedule group {schedule.key[0]} is being deleted.", 409
            )
        if schedule.key in self._schedules:
            raise AwsError("ConflictException", f"Schedule {schedule.key[1]} already exists.", 409)
        self._schedules[schedule.key] = schedule
        return {"ScheduleArn": schedule.body["Arn"]}

    def _update(self, body: Json) -> Json:
        known = self._find(body)
        schedule = read("UpdateSchedule", body, clock.now(), known.created)
        self._schedules[known.key] = schedule
        return {"ScheduleArn": schedule.body["Arn"]}

    def _delete(self, body: Json) -> Json:
        self._drop(self._find(body))
        return {}

    def _drop(self, schedule: Schedule) -> None:
        self._schedules.pop(schedule.key)
        schedule.cancel()

    def _list(self, body: Json) -> Json:
        if "GroupName" in body:
            self._group(body["GroupName"])
        found = [
            one.body
            for _, one in sorted(self._schedules.items())
            if body.get("GroupName") in (None, one.key[0])
            and one.key[1].startswith(body.get("NamePrefix", ""))
            and body.get("State") in (None, one.body["State"])
        ]
        fields = ("Arn", "Name", "GroupName", "State", "CreationDate", "LastModificationDate")
        summaries = [
            {name: one[name] for name in fields} | {"Target": {"Arn": one["Target"]["Arn"]}}
            for one in found
        ]
        return _page(summaries, body, "Schedules")

    def _find(self, body: Json) -> Schedule:
        group = body.get("GroupName", DEFAULT_GROUP)
        found: Schedule | None = self._schedules.get((group, body["Name"]))
        if found is None:
            raise AwsError(
                "ResourceNotFoundException", f"Schedule {body['Name']} does not exist.", 404
            )
        return found

    def _create_group(self, body: Json) -> Json:
        name = body["Name"]
        if name in self._groups or name == DEFAULT_GROUP:
            raise AwsError("ConflictException", f"Schedule group {name} already exists.", 409)
        self._groups[name] = _new_group(name)
        self._tags[group_arn(name)] = {one["Key"]: one["Value"] for one in body.get("Tags", [])}
        return {"ScheduleGroupArn": group_arn(name)}

    def _delete_group(self, body: Json) -> Json:
        name = body["Name"]
        if name == DEFAULT_GROUP:
            raise refused("Deletion of the default schedule group is not allowed.")
        group = self._group(name)
        if "gone_at" not in group:
            group |= {"State": "DELETING", "LastModificationDate": clock.now()}
            group["gone_at"] = clock.now() + self._delays["scheduleGroupDeleting"]
        for schedule in [one for key, one in self._schedules.items() if key[0] == name]:
            self._drop(schedule)
        return {}

    def _list_groups(self, body: Json) -> Json:
        self.sweep()
        groups = [_new_group(DEFAULT_GROUP), *(one for _, one in sorted(self._groups.items()))]
        prefix = body.get("NamePrefix", "")
        found = [_described(one) for one in groups if one["Name"].startswith(prefix)]
        return _page(found, body, "ScheduleGroups")

    def _group(self, name: str) -> Json:
        self.sweep()
        found: Json | None = self._groups.get(name)
        if found is None and name == DEFAULT_GROUP:
            return _new_group(name)
        if found is None:
            raise AwsError(
                "ResourceNotFoundException", f"Schedule group {name} does not exist.", 404
            )
        return found

    def _tagged(self, body: Json) -> Json:
        """Return the tags of what a request names: only groups have tags."""
        resource = body["ResourceArn"]
        name = resource.rpartition(":schedule-group/")[2]
        if resource != group_arn(name):
            raise AwsError("ResourceNotFoundException", f"{resource} does not exist.", 404)
        self._group(name)
        tags: Json = self._tags.setdefault(resource, {})
        return tags

    def _tag(self, body: Json) -> Json:
        self._tagged(body).update({one["Key"]: one["Value"] for one in body["Tags"]})
        return {}

    def _untag(self, body: Json) -> Json:
        tags = self._tagged(body)
        for key in body["TagKeys"]:
            tags.pop(key, None)
        return {}

    def _list_tags(self, body: Json) -> Json:
        return {"Tags": [{"Key": key, "Value": tag} for key, tag in self._tagged(body).items()]}


def _new_group(name: str) -> Json:
    dates = {"CreationDate": clock.now(), "LastModificationDate": clock.now()}
    return {"Arn": group_arn(name), "Name": name, "State": "ACTIVE", **dates}


def _described(group: Json) -> Json:
    return {name: value for name, value in group.items() if name != "gone_at"}


def _page(items: list[Json], body: Json, name: str) -> Json:
    start = int(body.get("NextToken") or 0)
    end = start + body.get("MaxResults", _PAGE)
    token = {"NextToken": str(end)} if end < len(items) else {}
    return {name: items[start:end], **token}
