"""KMS."""

from collections.abc import Mapping

from pictor_local.services.call import Operation, of_params
from pictor_local.services.kms import rotations
from pictor_local.services.service import Service, Shim


class Kms(Service):
    """Keys of ministack, mended."""

    name = "kms"
    title = "KMS"
    folder = "kms"
    shims = (
        Shim(
            parts=("kms/rotations",),
            behaviour=(
                "an enabled symmetric key is rotated on demand, at most 25 times, by its id and "
                "not by an alias; its rotations are listed"
            ),
            source="https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html",
            test="test_key_rotation",
            gap="test_key_cannot_be_rotated",
        ),
    )
    differences = (
        "A rotation is over at once, and yearly rotations do not happen; the material of a key "
        "stays the same.",
    )

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return the operations that ministack lacks."""
        return of_params(
            {
                "RotateKeyOnDemand": rotations.rotate_on_demand,
                "ListKeyRotations": rotations.list_rotations,
            }
        )
