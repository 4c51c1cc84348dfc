"""Resource Groups Tagging API."""

from ministack.services import tagging

from pictor_local.services.service import Service, Shim
from pictor_local.services.tagging.collectors import COLLECTORS


class Tagging(Service):
    """ministack's Resource Groups Tagging API, with more services."""

    name = "tagging"
    title = "Resource Groups Tagging API"
    folder = "tagging"
    iam_namespace = "tag"
    shims = (
        Shim(
            parts=("tagging/collectors",),
            behaviour="tags of EC2, API Gateway and WAF are found, each with the ARN",
            source="https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html",
            test="test_tagging",
            gap="test_tagging_finds_no_network",
        ),
    )
    differences = ("What was tagged once and has no tags now is left out.",)

    def install(self) -> None:
        """Let ministack find the tags of more services."""
        tagging._COLLECTORS.update(COLLECTORS)
