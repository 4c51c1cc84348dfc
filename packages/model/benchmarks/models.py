"""The artefacts that are compared: one set of random weights, also as most would ship them."""

import shutil
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from sklearn.datasets import load_sample_image

from pictor_model.artefact import spread
from pictor_model.evaluation import pixels_of
from pictor_model.inputs import IMAGENET
from pictor_model.layouts import LAYOUTS, members
from pictor_model.network import Description, network_of
from pictor_model.quantise import quantise
from pictor_model.runtime import runtime_files
from pictor_model.training import new_network
from pictor_model.workspace import SERVING, contract_path
from pictor_serving.contract import Contract
from pictor_serving.engines import Network
from tests.pictures import encode

CLASSES = 1000
_CONVENTIONAL = Path(__file__).with_name("conventional")


def photograph() -> bytes:
    """A JPEG of 640 x 427 pixels, as cameras make them; what is sent in each request."""
    return encode(Image.fromarray(load_sample_image("china.jpg")), "JPEG", quality=90)


def photograph_pixels() -> NDArray[np.float32]:
    """The photograph as the network is fed it, shape (3, 224, 224)."""
    return pixels_of(photograph(), IMAGENET, Contract.read(contract_path()))


def random_networks() -> dict[str, Network]:
    """One set of random weights by number format, for 1,000 classes."""
    network = new_network(CLASSES, seed=0)
    # Blocks that begin as identities would leave the quantiser nothing to look at.
    for name, tensor in network.state_dict().items():
        if name.endswith("bn3.weight"):
            tensor.fill_(0.2)
    state = dict(network.state_dict())
    fast = quantise(state, [photograph_pixels()], lambda *_: None)
    description = Description("bench", IMAGENET, tuple(str(index) for index in range(CLASSES)))
    return {
        "fp32": network_of(state, "fp32", description),
        "int8": network_of(fast, "int8", description),
    }


def build_models(directory: Path) -> dict[str, Path]:
    """Unpacked artefacts by what they are: eager, fp32, int8, and each with -ray."""
    networks, models = random_networks(), {}
    for layout, suffix in (("torchserve", ""), ("ray-serve", "-ray")):
        runtime = runtime_files(LAYOUTS[layout].python, lambda *_: None)
        for form, network in networks.items():
            name = f"{form}{suffix}"
            files = members(LAYOUTS[layout], network, runtime)
            models[name] = spread(files, directory / name).path
    plain = networks["fp32"].weights
    models["eager"] = _conventional(directory / "eager", plain, "code")
    models["eager-ray"] = _conventional(directory / "eager-ray", plain, ".")
    return models


def _conventional(directory: Path, weights: bytes, code: str) -> Path:
    """What most would ship, for either server."""
    shutil.copytree(_CONVENTIONAL, directory / code, ignore=shutil.ignore_patterns("__pycache__"))
    serving = directory / code / SERVING.name
    serving.mkdir()
    for module in ("__init__.py", "graph.py", "resnet50.py"):
        shutil.copy(SERVING / module, serving)
    (directory / "model.pth").write_bytes(weights)
    return directory


def instruction_sets() -> str:
    """What the processor can, by torch's word and the kernel's."""
    flags = Path("/proc/cpuinfo")
    words = set(flags.read_text().split()) if flags.is_file() else set()
    known = ("avx2", "avx512f", "avx512_vnni", "avx_vnni", "avx512_bf16", "amx_int8", "amx_bf16")
    return f"{torch.backends.cpu.get_cpu_capability()}: {', '.join(n for n in known if n in words)}"
