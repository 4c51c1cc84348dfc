"""IAM."""

from collections.abc import Mapping

from pictor_local.aws import Reply
from pictor_local.services.call import Call, Operation
from pictor_local.services.iam import principal, propagation, service_linked_roles
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service, Shim


class Iam(Service):
    """IAM of ministack, mended."""

    name = "iam"
    title = "IAM"
    folder = "iam"
    shims = (
        Shim(
            parts=("iam/service_linked_roles",),
            behaviour=(
                "a service-linked role has the name that its service gives it, and is made once"
            ),
            source="https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html",
            test="test_services",
            gap="test_service_linked_role_has_a_made_up_name",
        ),
        Shim(
            parts=("iam/propagation",),
            behaviour="a changed role or policy is seen some seconds later",
            source="https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot.html",
            test="test_propagation",
            gap="test_permission_is_seen_at_once",
        ),
        Shim(
            parts=("iam/principal",),
            behaviour="`aws:PrincipalArn` of a session is the ARN of its role, with its path",
            source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn",
            test="test_auth",
            gap="test_condition_sees_the_session_of_a_role",
        ),
        Shim(
            parts=("installer",),
            behaviour=(
                "every action needs a policy; with `--auth` ministack would allow services "
                "silently that it does not know"
            ),
            source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
            test="test_auth",
            gap="test_sagemaker_is_absent",
        ),
    )
    differences = (
        "Without `--auth` every caller is allowed; the roles that services assume are always "
        "checked.",
        "Over plain http a policy that demands TLS is not enforced.",
        "Services make no service-linked roles by themselves.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._delays = parts.delays

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operation that ministack answers differently."""
        return {"CreateServiceLinkedRole": service_linked_roles.name_as_services_do}

    async def otherwise(self, call: Call) -> Reply:
        """Answer from ministack; a change is seen late."""
        propagation.remember(call, self._delays)
        return await call.forward()

    def install(self) -> None:
        """Let changes be seen late, and conditions see roles."""
        propagation.install()
        principal.install()
