"""API keys and usage plans where ministack's answers differ from AWS's."""

import json

from pictor_local.aws import Json, Reply
from pictor_local.services.call import Call

# Parts of a usage plan that AWS leaves out when they were not given; the provider takes an empty
# one for a change.
_OPTIONAL = ("quota", "throttle")


async def generate_key(call: Call) -> Reply:
    """Leave out the provider's empty `value`: AWS makes one, ministack calls it too short."""
    body = json.loads(call.request.body or b"{}")
    if body.get("value") != "":
        return await call.forward()
    del body["value"]
    return await call.forward(call.request.with_body(json.dumps(body).encode()))


async def omit_empty_limits(call: Call) -> Reply:
    """Leave empty limits out of usage plans."""
    status, headers, body = await call.forward()
    if not body:
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
