"""From a rule to its target: only if the function's policy, or the target's role, allows it."""

import contextvars
import json
import logging
from collections.abc import Callable
from typing import Any

from ministack.services import eventbridge, lambda_svc

from pictor_local.aws import Json
from pictor_local.clock import clock
from pictor_local.services.awslambda.permission import may_invoke
from pictor_local.services.iam import service_role

_logger = logging.getLogger(__name__)
_PRINCIPAL = "events.amazonaws.com"
_rule: contextvars.ContextVar[Json] = contextvars.ContextVar("rule")
_target: contextvars.ContextVar[Json] = contextvars.ContextVar("target")


def install() -> None:
    """Put it in the place of ministack's own, and let events have the emulator's time."""
    eventbridge._invoke_target = _knowing_the_rule(eventbridge._invoke_target)
    eventbridge._dispatch_to_lambda = _dispatch_to_lambda
    eventbridge._dispatch_to_stepfunctions = _as_role(eventbridge._dispatch_to_stepfunctions)
    # Not its module `time`: messages that it puts into queues have SQS's time, the real one.
    eventbridge._now_ts = clock.now


def _knowing_the_rule(invoke: Callable[..., Any]) -> Callable[..., Any]:
    def invoke_target(target: Json, event: Json, rule: Json, view: Any = None) -> Any:
        tokens = _rule.set(rule), _target.set(target)
        try:
            return invoke(target, event, rule, view)
        finally:
            _rule.reset(tokens[0])
            _target.reset(tokens[1])

    return invoke_target


def _dispatch_to_lambda(arn: str, payload: str) -> None:
    function, config, _name = lambda_svc._get_func_record_for_ref(arn)
    rule = _rule.get()["Arn"]
    if not function or not config:
        _logger.warning("rule %s: function %s does not exist", rule, arn)
    elif not may_invoke(arn, _PRINCIPAL, rule):
        _logger.warning("rule %s: its function %s does not allow %s", rule, arn, _PRINCIPAL)
    else:
        record = lambda_svc._execution_record_for_config(function, config)
        lambda_svc.invoke_async_with_retry(record, json.loads(payload))


def _as_role(dispatch: Callable[[str, str], None]) -> Callable[[str, str], None]:
    def dispatch_to_stepfunctions(arn: str, payload: str) -> None:
        target = _target.get(None)
        # EventBridge Scheduler, which starts executions by the same function, has no target here.
        if target is not None and not _may_start(target.get("RoleArn", ""), arn):
            rule = _rule.get()["Arn"]
            _logger.warning("rule %s: its role may not start %s", rule, arn)
            return
        dispatch(arn, payload)

    return dispatch_to_stepfunctions


def _may_start(role: str, arn: str) -> bool:
    trusted = service_role.trusts(role, _PRINCIPAL, _rule.get()["Arn"])
    return trusted and service_role.allows(role, "states:StartExecution", arn)
