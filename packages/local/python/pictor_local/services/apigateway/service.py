"""API Gateway: REST APIs."""

from collections.abc import Mapping

from pictor_local.services.apigateway import (
    data_plane,
    mock,
    observation,
    open_api,
    patched_values,
    patches,
    tags,
    throttle,
    usage,
)
from pictor_local.services.call import Operation
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service, Shim


class ApiGateway(Service):
    """REST APIs of ministack, mended."""

    name = "apigateway"
    title = "API Gateway"
    folder = "apigateway"
    rest_model = "apigateway"
    shims = (
        Shim(
            parts=("apigateway/open_api",),
            behaviour=(
                "imports validators, parameters, time-outs, binary types and gateway responses"
            ),
            source="https://docs.aws.amazon.com/apigateway/latest/api/API_PutRestApi.html",
            test="test_api_gateway",
            gap="test_open_api_document_is_refused",
        ),
        Shim(
            parts=("apigateway/patches",),
            behaviour="binary media types are added and removed one by one",
            source="https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html",
            test="test_api_gateway",
            gap="test_added_binary_media_type_makes_the_list_a_map",
        ),
        Shim(
            parts=("apigateway/patched_values",),
            behaviour="a patch changes a boolean or a number into one, though the request has text",
            source="https://docs.aws.amazon.com/apigateway/latest/api/API_PatchOperation.html",
            test="test_patched_values",
            gap="test_patched_key_is_enabled_by_any_text",
        ),
        Shim(
            parts=("apigateway/usage",),
            behaviour="makes a value for a key without one; leaves limits out that were not given",
            source="https://docs.aws.amazon.com/apigateway/latest/api/API_CreateApiKey.html",
            test="test_api_gateway",
            gap="test_empty_api_key_is_refused",
        ),
        Shim(
            parts=("apigateway/deployments",),
            behaviour="a stage serves its deployment's snapshot, which cannot be deleted meanwhile",
            source="https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-deploy-api.html",
            test="test_api_gateway",
            gap="test_change_is_served_before_it_is_deployed",
        ),
        Shim(
            parts=("apigateway/data_plane",),
            behaviour=(
                "413 over 10 MB (6 MB as the function's event); 504; 500 without "
                "permission or when throttled; 502 when the function fails; all as gateway "
                "responses"
            ),
            source="https://docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html",
            test="test_api_gateway",
            gap="test_large_body_is_let_through",
        ),
        Shim(
            parts=("apigateway/mock",),
            behaviour=(
                "reads its template only from text: with `*/*` binary and no "
                "CONVERT_TO_TEXT it fails (500); without a template no body"
            ),
            source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings-workflow.html",
            test="test_public_api",
            gap="test_mock_reads_binary_and_adds_a_body",
        ),
        Shim(
            parts=("apigateway/throttle",),
            behaviour=(
                "token buckets of account, stage and usage plan; -1 is no limit of the stage's own"
            ),
            source="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html",
            test="test_limits",
            gap="test_stage_with_the_limit_minus_one_refuses_everything",
        ),
        Shim(
            parts=("apigateway/observation",),
            behaviour="a line for each request in the stage's format, `-` for what is not known",
            source="https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-logging.html",
            test="test_metrics",
            gap="test_access_log_is_not_written",
        ),
        Shim(
            parts=("apigateway/tags",),
            behaviour="tags that are changed are those that Get operations show",
            source="https://docs.aws.amazon.com/apigateway/latest/api/API_TagResource.html",
            test="test_api_gateway_tags",
            gap="test_changed_tags_of_a_stage_are_not_shown",
        ),
    )
    differences = (
        "There are no authorizers, caches or VPC links.",
        "Any role is accepted as the account's log role, and a stage logs without one.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._publisher = parts.publisher

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack lacks or answers differently."""
        return {
            "PutRestApi": open_api.put_rest_api,
            "UpdateRestApi": patches.update_rest_api,
            "GetTags": tags.read,
            "TagResource": tags.add,
            "UntagResource": tags.remove,
            "CreateApiKey": usage.generate_key,
            "CreateUsagePlan": usage.omit_empty_limits,
            "GetUsagePlan": usage.omit_empty_limits,
            "GetUsagePlans": usage.omit_empty_limits,
            "UpdateUsagePlan": usage.omit_empty_limits,
        }

    def install(self) -> None:
        """Mend the data plane: deployed APIs are no operations of AWS's."""
        data_plane.install()
        patched_values.install()
        mock.install()
        throttle.install()
        observation.install(self._publisher)
