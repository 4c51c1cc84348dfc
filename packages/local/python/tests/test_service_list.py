"""The list of services: what each says holds together, and nothing is silently let through."""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
from botocore.loaders import Loader
from botocore.model import ServiceModel
from ministack.core.responses import request_scope

from pictor_local.aws import AwsError, Json
from pictor_local.delays import Delays
from pictor_local.faults import Faults
from pictor_local.services.call import Operation, of_params
from pictor_local.services.installer import Placed
from pictor_local.services.parts import Parts
from pictor_local.services.service import Service
from pictor_local.services.table import SERVICES, build
from pictor_local.settings import Settings

FOLDERS = Path(__file__).parents[1] / "pictor_local" / "services"
MODELS = {
    "tagging": "resourcegroupstaggingapi",
    "monitoring": "cloudwatch",
    "servicequotas": "service-quotas",
    "states": "stepfunctions",
}


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Parts:
    run = tmp_path_factory.mktemp("run")
    settings = Settings("111122223333", "eu-central-1", run, run, run, None, {}, 0, False)
    return Parts(settings, Delays(), Faults())


def test_every_folder_is_in_the_list() -> None:
    folders = {path.parent.name for path in FOLDERS.glob("*/service.py")}
    assert {service.folder for service in SERVICES} == folders
    names = [service.name for service in SERVICES]
    assert sorted(set(names)) == sorted(names)


def test_every_operation_is_one_of_aws(parts: Parts) -> None:
    for service in build(parts):
        name = MODELS.get(service.name, service.name)
        model = ServiceModel(Loader().load_service_model(name, "service-2"), name)
        assert set(service.operations) <= set(model.operation_names), service.name


def test_service_that_ministack_lacks_is_recognised_and_guarded() -> None:
    ours = [service for service in SERVICES if service.base == "Pictor"]
    assert ours
    for service in ours:
        assert service.recognition, service.name
        # ministack lets everybody do what it has no IAM namespace for.
        assert service.iam_namespace, service.name


class _Example(Service):
    name = "example"
    title = "Example"
    folder = "example"
    base = "Pictor"
    iam_namespace = "example"
    seen: ClassVar[list[Json]] = []

    @property
    def operations(self) -> Mapping[str, Operation]:
        return of_params({"Keep": self._keep, "Refuse": self._refuse})

    def _keep(self, params: Json) -> Json:
        self.seen.append(params)
        return {"Kept": True}

    def _refuse(self, _params: Json) -> Json:
        raise AwsError("NoWay", "it is <refused>", 409)


def ask(parts: Parts, operation: str, service: type[Service] = _Example) -> tuple[int, Any, str]:
    target = {"x-amz-target": f"Example.{operation}"}
    placed = Placed(service(parts))
    status, headers, body = asyncio.run(placed.handle("POST", "/", target, b'{"a": 1}', {}))
    return status, headers, body.decode()


def test_operation_is_answered_with_its_output(parts: Parts) -> None:
    status, _, text = ask(parts, "Keep")
    assert (status, json.loads(text), _Example.seen[-1]) == (200, {"Kept": True}, {"a": 1})


def test_unknown_operation_and_refusal_are_errors_of_aws(parts: Parts) -> None:
    status, headers, _ = ask(parts, "Other")
    assert (status, headers["x-amzn-ErrorType"]) == (400, "UnknownOperationException")
    status, headers, text = ask(parts, "Refuse")
    assert (status, headers["x-amzn-ErrorType"]) == (409, "NoWay")
    assert json.loads(text)["message"] == "it is <refused>"
    placed = Placed(_Example(parts))
    form = b"Action=Refuse&Version=2010-05-08"
    status, headers, body = asyncio.run(placed.handle("POST", "/", {}, form, {}))
    assert (status, headers["Content-Type"]) == (409, "text/xml")
    assert b"<Code>NoWay</Code><Message>it is &lt;refused&gt;</Message>" in body


def test_request_that_is_no_invocation_is_not_one(parts: Parts) -> None:
    runtime = next(one for one in build(parts) if one.name == "sagemaker-runtime")
    status, headers, _ = asyncio.run(
        Placed(runtime).handle("GET", "/endpoints/e/invocations", {}, b"", {})
    )
    assert (status, headers["x-amzn-ErrorType"]) == (404, "UnknownOperationException")


def test_iam_asks_for_the_resource_that_a_request_names(parts: Parts) -> None:
    services = {one.name: Placed(one) for one in build(parts)}
    asked = [
        ("sagemaker", "POST", "/", "SageMaker.CreateEndpoint", {"EndpointName": "Live"}),
        ("sagemaker", "POST", "/", "SageMaker.ListModels", {}),
        ("scheduler", "GET", "/schedules/s", "", {}),
        ("scheduler", "DELETE", "/schedule-groups/g", "", {}),
    ]
    found = []
    with request_scope("111122223333", "eu-central-1"):
        for name, method, path, target, body in asked:
            headers = {"x-amz-target": target} if target else {}
            raw = json.dumps(body).encode()
            call = services[name].call(method, path, headers, raw, {})
            service = services[name].service
            found.append((service.iam_action(call), service.iam_resource(call)))
    prefix = "eu-central-1:111122223333"
    assert found == [
        ("sagemaker:CreateEndpoint", f"arn:aws:sagemaker:{prefix}:endpoint/live"),
        ("sagemaker:ListModels", "*"),
        ("scheduler:GetSchedule", f"arn:aws:scheduler:{prefix}:schedule/default/s"),
        ("scheduler:DeleteScheduleGroup", f"arn:aws:scheduler:{prefix}:schedule-group/g"),
    ]
