"""Mock integrations: they read their template only from text, and add no body of their own."""

from collections.abc import Callable
from typing import Any

from ministack.services import apigateway_v1 as gateway

from pictor_local.aws import Json
from pictor_local.services.apigateway import deployments


def install() -> None:
    """Put what ministack lacks around its mock integration."""
    gateway._invoke_mock_v1 = _reading_text(gateway._invoke_mock_v1)


def _reading_text(invoke: Callable[[Json], Any]) -> Callable[[Json], Any]:
    def invoke_mock(integration: Json) -> Any:
        # A request without a type is text to nobody where every type is binary.
        binary = "*/*" in deployments.binary_media_types({})
        if binary and integration.get("contentHandling") != "CONVERT_TO_TEXT":
            return gateway._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
        status, headers, body = invoke(integration)
        written = any(
            response.get("responseTemplates")
            for response in integration.get("integrationResponses", {}).values()
        )
        return status, headers, body if written else b""

    return invoke_mock
