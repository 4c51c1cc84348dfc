"""The code of a training job: `sourcedir.tar.gz`, which the toolkit unpacks and runs."""

from pathlib import Path

from pictor_model import workspace
from pictor_model.artefact import Artefact, pack
from pictor_model.errors import BuildError
from pictor_model.report import Report
from pictor_model.train.settings import CONTRACT

_SUFFIXES = (".py", ".json")


def write_source(out: Path, report: Report) -> Artefact:
    """Writes the archive; the same bytes for the same code, on every machine with the same zlib.

    It has no `requirements.txt`: AWS's training image has all that is needed (PyTorch, numpy,
    Pillow), and pip would ask PyPI at each start, which network isolation forbids.

    Args:
        out: the archive, or a directory to write `sourcedir.tar.gz` to.
        report: of what was written.

    Raises:
        BuildError: the directory of `out` is missing.
    """
    file = out / "sourcedir.tar.gz" if out.is_dir() else out
    if not file.parent.is_dir():
        raise BuildError(f"there is no directory at '{file.parent}': create it first")
    source = pack(source_members(), file)
    report(
        "written",
        f"{source.path}: {source.size} bytes, sha256 {source.sha256}",
        source=str(source.path),
        sha256=source.sha256,
        training=CONTRACT,
    )
    return source


def source_members() -> dict[str, bytes]:
    """The archive's files, by path."""
    root = workspace.SERVING.parent
    packages = (root / "pictor_model", workspace.SERVING)
    code = {
        file.relative_to(root).as_posix(): file.read_bytes()
        for package in packages
        for file in package.rglob("*")
        if file.suffix in _SUFFIXES and file.is_file()
    }
    entry = CONTRACT["entryPoint"]
    return {
        **code,
        entry: (workspace.ADAPTERS / "training" / entry).read_bytes(),
        "pictor_serving/contract.json": workspace.contract_path().read_bytes(),
    }
