"""Service Quotas."""

from collections.abc import Mapping

from pictor_local.aws import Json
from pictor_local.services.call import Operation, of_params
from pictor_local.services.parts import Parts
from pictor_local.services.service import Recognition, Route, Service, Shim
from pictor_local.services.servicequotas.operations import Operations


class ServiceQuotas(Service):
    """Quotas of SageMaker and Lambda, which ministack lacks."""

    name = "servicequotas"
    title = "Service Quotas"
    folder = "servicequotas"
    base = "Pictor"
    recognition = Recognition(target_prefix="ServiceQuotasV20190624.")
    iam_namespace = "servicequotas"
    shims = (
        Shim(
            parts=("servicequotas/quotas", "servicequotas/operations"),
            behaviour=(
                "an account has quotas of its own, under names that Service Quotas lists; "
                "they may be below the default; a higher one is asked for, and granted "
                "hours or days later"
            ),
            source="https://docs.aws.amazon.com/servicequotas/latest/userguide/intro.html",
            test="test_service_quotas",
            gap="test_service_quotas_is_absent",
        ),
    )
    differences = (
        "Quotas of SageMaker are enforced for jobs alone.",
        "A higher quota is granted at once.",
    )

    def __init__(self, parts: Parts) -> None:
        super().__init__(parts)
        self._quotas = parts.quotas

    @property
    def operations(self) -> Mapping[str, Operation]:
        """Return every operation that there is."""
        return of_params(Operations(self._quotas).operations)

    def routes(self) -> Mapping[tuple[str, str], Route]:
        """Return the routes that read and set what an account came with."""
        return {("GET", "quotas"): self._changed, ("POST", "quotas"): self._change}

    async def _changed(self, _rest: str, _body: Json) -> Json:
        return self._quotas.changed()

    async def _change(self, service: str, body: Json) -> Json:
        for name, value in body.items():
            self._quotas.change(service, name, None if value is None else float(value))
        return self._quotas.changed()
