"""Saved queries of CloudWatch Logs Insights, which ministack does not know."""

import time
import uuid
from typing import Any

from ministack.core.responses import AccountRegionScopedDict

from pictor_local.aws import AwsError, Json

_saved: Any = AccountRegionScopedDict()


def resources() -> list[str]:
    """Return the names of all saved queries, of every account and region."""
    return sorted(str(query["name"]) for _, query in _saved.all_items())


def _put(wanted: Json) -> Json:
    identity = wanted.get("queryDefinitionId") or str(uuid.uuid4())
    if "queryDefinitionId" in wanted and identity not in _saved:
        raise AwsError("ResourceNotFoundException", "The specified query definition does not exist")
    _saved[identity] = {
        "queryDefinitionId": identity,
        "name": wanted["name"],
        "queryString": wanted["queryString"],
        "logGroupNames": wanted.get("logGroupNames", []),
        "lastModified": int(time.time() * 1000),
    }
    return {"queryDefinitionId": identity}


def _describe(wanted: Json) -> Json:
    prefix = wanted.get("queryDefinitionNamePrefix", "")
    found = [query for query in _saved.values() if query["name"].startswith(prefix)]
    return {"queryDefinitions": sorted(found, key=lambda query: query["name"])}


def _delete(wanted: Json) -> Json:
    if wanted["queryDefinitionId"] not in _saved:
        raise AwsError("ResourceNotFoundException", "The specified query definition does not exist")
    del _saved[wanted["queryDefinitionId"]]
    return {"success": True}


OPERATIONS = {
    "PutQueryDefinition": _put,
    "DescribeQueryDefinitions": _describe,
    "DeleteQueryDefinition": _delete,
}
