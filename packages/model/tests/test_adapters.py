import json

import yaml

from pictor_model.workspace import ADAPTERS, contract_path


def test_ray_serve_queues_as_many_as_the_plan_counts_on() -> None:
    config = yaml.safe_load((ADAPTERS / "ray-serve" / "config.yaml").read_text())
    [application] = config["applications"]
    [deployment] = application["deployments"]
    contract = json.loads(contract_path().read_text())
    assert deployment["max_queued_requests"] == contract["modelServer"]["queue"]
