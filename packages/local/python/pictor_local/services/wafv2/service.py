"""WAF."""

from collections.abc import Mapping

from pictor_local.services.call import Operation, of_params
from pictor_local.services.service import Service, Shim
from pictor_local.services.wafv2 import logging


class Waf(Service):
    """Web ACLs of ministack, mended."""

    name = "wafv2"
    title = "WAF"
    folder = "wafv2"
    shims = (
        Shim(
            parts=("wafv2/logging",),
            behaviour=(
                "a web ACL's logging configuration is kept, goes with it, and takes only "
                "log groups called `aws-waf-logs-`"
            ),
            source="https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
            test="test_public_api",
            gap="test_web_acl_cannot_be_logged",
        ),
    )
    differences = ("Rules are kept, not evaluated.",)

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack lacks or answers differently."""
        return {
            "DeleteWebACL": logging.delete_web_acl,
            **of_params(
                {
                    "PutLoggingConfiguration": logging.put,
                    "GetLoggingConfiguration": logging.get,
                    "DeleteLoggingConfiguration": logging.delete,
                    "ListLoggingConfigurations": logging.list_all,
                }
            ),
        }

    def holds(self) -> Mapping[str, list[str]]:
        """Return the ARNs of web ACLs that are logged."""
        return {"loggingConfigurations": logging.resources()}
