"""A checked state dict -> what an engine is given: weights, graph, and what they must answer."""

import hashlib
from dataclasses import dataclass

from pictor_model.onnx_graph import onnx_graph
from pictor_model.reference import reference_logits
from pictor_model.weights import serialise
from pictor_serving.engines import Network, probe
from pictor_serving.graph import State
from pictor_serving.spec import Input, Spec


@dataclass(frozen=True)
class Description:
    """What weights do not say of themselves."""

    name: str
    input: Input
    labels: tuple[str, ...]


def description_of(spec: Spec) -> Description:
    """What a network's spec says of it that its weights do not."""
    return Description(spec.name, spec.input, spec.labels)


def network_of(state: State, form: str, description: Description) -> Network:
    """Makes a network of tensors; the same bytes for the same tensors and the same torch.

    Args:
        state: torchvision's names for `fp32`, the table of `pictor_serving.quantised` for `int8`.
        form: number format of the weights.
        description: what they are weights of.
    """
    weights, target = serialise(dict(state)), description.input
    spec = Spec(
        name=description.name,
        format=form,
        input=target,
        labels=description.labels,
        weights_sha256=hashlib.sha256(weights).hexdigest(),
        logits=reference_logits(state, form, probe(target.height, target.width)),
    )
    size = (target.height, target.width)
    return Network(spec, weights, onnx_graph(state, form, weights, size))
