"""Sizes that Lambda refuses when a function is invoked, which ministack lets through.

https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html (2026-11)
"""

import json

from pictor_local.aws import AwsError, Reply
from pictor_local.services.call import Call

REQUEST_BYTES = 6 * 1024 * 1024
# One mebibyte for an event that is queued; 256 KiB before October 2025.
_EVENT_BYTES = 1024 * 1024
# What a function may answer, in the words of its own error.
_RESPONSE_BYTES = 6_291_556


async def limit_sizes(call: Call) -> Reply:
    """Refuse an invocation that is too large, and an answer that is."""
    request = call.request
    queued = request.headers.get("x-amz-invocation-type") == "Event"
    limit = _EVENT_BYTES if queued else REQUEST_BYTES
    if len(request.body) > limit:
        raise AwsError(
            "RequestTooLargeException",
            f"Request must be smaller than {limit} bytes for the InvokeFunction operation",
            413,
        )
    status, headers, body = await call.forward()
    if status == 200 and len(body or b"") > _RESPONSE_BYTES:
        error = {
            "errorMessage": "Response payload size exceeded maximum allowed payload size "
            f"({_RESPONSE_BYTES} bytes).",
            "errorType": "Function.ResponseSizeTooLarge",
        }
        return 200, {**headers, "X-Amz-Function-Error": "Unhandled"}, json.dumps(error).encode()
    return status, headers, body
