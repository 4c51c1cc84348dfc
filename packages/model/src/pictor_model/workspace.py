"""Where the parts of an artefact lie in the repository."""

from pathlib import Path

from pictor_model.errors import BuildError

_PACKAGE = Path(__file__).resolve().parents[2]

SERVING = _PACKAGE / "src" / "pictor_serving"
ADAPTERS = _PACKAGE / "adapters"
RUNTIME = _PACKAGE / "environments" / "onnxruntime"
_CONTRACT = _PACKAGE.parent / "contracts" / "dist" / "contract.json"


def contract_path() -> Path:
    """The contract's JSON, which the build of `@pictor/contracts` writes."""
    if not _CONTRACT.is_file():
        raise BuildError(
            "packages/contracts/dist/contract.json is missing: "
            "build the package first (turbo run build --filter=@pictor/contracts)"
        )
    return _CONTRACT
