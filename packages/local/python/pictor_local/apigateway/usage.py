"""API keys and usage plans where ministack's answers differ from AWS's."""

import json

from pictor_local.aws import Handler, Json, Reply, Request

# Parts of a usage plan that AWS leaves out when they were not given; the provider takes an empty
# one for a change.
_OPTIONAL = ("quota", "throttle")


async def generate_key(request: Request, forward: Handler) -> Reply:
    """Leave out the provider's empty `value`: AWS makes one, ministack calls it too short."""
    if request.method == "POST" and request.path == "/apikeys" and request.body:
        body = json.loads(request.body)
        if body.get("value") == "":
            del body["value"]
            return await forward(request.with_body(json.dumps(body).encode()))
    return await forward(request)


async def omit_empty_limits(request: Request, forward: Handler) -> Reply:
    """Leave empty limits out of usage plans."""
    status, headers, body = await forward(request)
    if not request.path.startswith("/usageplans") or not body:
        return status, headers, body
    answer = json.loads(body)
    plans = answer.get("item", []) if isinstance(answer.get("item"), list) else [answer]
    for plan in plans:
        _omit_empty(plan)
    return status, headers, json.dumps(answer).encode()


def _omit_empty(plan: Json) -> None:
    for name in _OPTIONAL:
        if plan.get(name) == {}:
            del plan[name]
