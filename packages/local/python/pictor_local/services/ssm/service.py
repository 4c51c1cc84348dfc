"""Systems Manager, of which there is Parameter Store."""

from collections.abc import Mapping

from pictor_local.services.call import Operation
from pictor_local.services.service import Service, Shim
from pictor_local.services.ssm import parameters


class SystemsManager(Service):
    """Parameters of ministack, mended."""

    name = "ssm"
    title = "Systems Manager"
    folder = "ssm"
    shims = (
        Shim(
            parts=("ssm/parameters",),
            behaviour=(
                "a value has at most 4096 characters, in the tier Advanced 8192, which is never "
                "left again; names, empty values and allowed patterns are checked; ten names at "
                "once"
            ),
            source="https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html",
            test="test_parameters",
            gap="test_parameter_takes_any_value",
        ),
    )
    differences = (
        "A parameter that was written is read at once; AWS promises that only in the end.",
        "Parameter policies are kept only, and nothing is encrypted.",
    )

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack answers differently."""
        return {"PutParameter": parameters.put, "GetParameters": parameters.get_several}
