"""Makes a REST API in front of a function, with the calls that ministack itself has."""

import urllib.error
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.emulator import ACCOUNT, REGION

BINARY = ["image/png"]


class Api:
    """A REST API with `POST /predictions`, integrated with a function as a proxy."""

    def __init__(self, client: Callable[[str], Any], url: str, name: str, function: str) -> None:
        self._gateway = client("apigateway")
        self._lambda = client("lambda")
        self._url = url
        self._function = function
        made = self._gateway.create_rest_api(name=name, binaryMediaTypes=BINARY)
        self.id: str = made["id"]
        self.add("predictions")

    def add(self, path: str, timeout_ms: int = 29_000) -> None:
        """Add a path whose POST invokes the function."""
        root = self._gateway.get_resources(restApiId=self.id)["items"]
        parent = next(one["id"] for one in root if one["path"] == "/")
        made = self._gateway.create_resource(restApiId=self.id, parentId=parent, pathPart=path)
        method = {"restApiId": self.id, "resourceId": made["id"], "httpMethod": "POST"}
        self._gateway.put_method(**method, authorizationType="NONE")
        self._gateway.put_integration(
            **method,
            type="AWS_PROXY",
            integrationHttpMethod="POST",
            uri=invocation_uri(self._function),
            timeoutInMillis=timeout_ms,
        )

    def require_key(self) -> None:
        """Let `POST /predictions` need an API key."""
        found = self._gateway.get_resources(restApiId=self.id)["items"]
        self._gateway.update_method(
            restApiId=self.id,
            resourceId=next(one["id"] for one in found if one["path"] == "/predictions"),
            httpMethod="POST",
            patchOperations=[{"op": "replace", "path": "/apiKeyRequired", "value": "true"}],
        )

    def key(self, name: str, **plan: Any) -> str:
        """Make a key with a usage plan of its own, and return its value, which AWS makes."""
        made = self._gateway.create_api_key(name=name, value="", enabled=True)
        stages = [{"apiId": self.id, "stage": "v1"}]
        found = self._gateway.create_usage_plan(name=name, apiStages=stages, **plan)
        self._gateway.create_usage_plan_key(
            usagePlanId=found["id"], keyId=made["id"], keyType="API_KEY"
        )
        return str(made["value"])

    def permit(self, path: str = "*/POST/predictions") -> None:
        """Let the API invoke its function."""
        self._lambda.add_permission(
            FunctionName=self._function,
            StatementId=f"api-{self.id}",
            Action="lambda:InvokeFunction",
            Principal="apigateway.amazonaws.com",
            SourceArn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{self.id}/{path}",
        )

    def deploy(self, stage: str = "v1") -> str:
        """Deploy what there is to a stage."""
        made = self._gateway.create_deployment(restApiId=self.id, stageName=stage)
        return str(made["id"])

    def post(
        self, body: bytes = b"", path: str = "/predictions", stage: str = "v1", **headers: str
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers (names in lower case) and text of an answer."""
        address = f"{self._url}/_aws/execute-api/{self.id}/{stage}{path}"
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(address, body, names, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=40) as reply:
                return reply.status, _fields(reply.headers), reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, _fields(error.headers), error.read().decode()


def invocation_uri(function: str) -> str:
    """Return the URI by which an integration invokes a function."""
    function_arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{function}"
    prefix = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions"
    return f"{prefix}/{function_arn}/invocations"


def _fields(headers: Any) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}
