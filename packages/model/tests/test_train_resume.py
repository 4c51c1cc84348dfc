import os
import random
import signal
from pathlib import Path

import pytest
from torch import Tensor

from pictor_model.train.stopping import EXIT_CODE
from tests.small_training import SHADES, Job, kill_at, small, write_images

STEPS = 16
WITHIN = 1e-6


def job(place: Path) -> Job:
    write_images(place / "input" / "data" / "training")
    return Job(place)


@pytest.fixture
def interrupted(tmp_path: Path) -> Job:
    return job(tmp_path / "interrupted")


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """A run of seed 0 that nothing interrupted."""
    done = job(tmp_path_factory.mktemp("whole"))
    assert done.run_apart(new=small()) == 0
    return done


def apart(one: Job, other: Job) -> float:
    """Largest difference of any weight."""
    ours, theirs = one.weights(), other.weights()
    assert ours.keys() == theirs.keys()
    return max(_difference(ours[name], theirs[name]) for name in ours)


def _difference(one: Tensor, other: Tensor) -> float:
    return float((one.double() - other.double()).abs().max())


@pytest.mark.parametrize("seed", range(5))
def test_ends_with_the_same_weights_after_a_kill_at_a_random_step(
    seed: int, interrupted: Job, tmp_path: Path
) -> None:
    chance = random.Random(seed)
    # From a checkpoint at each step to hardly any: what was lost is trained again.
    arguments = [f"--seed={seed}", f"--checkpoint-seconds={chance.choice([0, 0.005, 0.02])}"]
    uninterrupted = job(tmp_path / "uninterrupted")
    assert uninterrupted.run_apart(*arguments, new=small()) == 0
    died = interrupted.run_apart(*arguments, new=kill_at(chance.randint(1, STEPS)))
    assert died == -signal.SIGKILL
    assert not interrupted.model.exists()
    assert interrupted.run_apart(*arguments, new=small()) == 0
    assert apart(interrupted, uninterrupted) <= WITHIN
    ours, theirs = (
        (each.data / "confusion.csv").read_text() for each in (interrupted, uninterrupted)
    )
    assert ours == theirs


def test_survives_kill_after_kill(interrupted: Job, whole: Job) -> None:
    for _ in range(STEPS // 3):
        # Each process does three steps, and is killed in the fourth.
        assert interrupted.run_apart("--checkpoint-seconds=0", new=kill_at(4)) == -signal.SIGKILL
    assert interrupted.run_apart("--checkpoint-seconds=0", new=small()) == 0
    assert apart(interrupted, whole) <= WITHIN


def test_survives_a_kill_while_a_checkpoint_is_written(
    interrupted: Job, whole: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[int] = []

    def die_in_the_fourth(descriptor: int) -> None:
        written.append(descriptor)
        # Twice each: the file, then its directory. This is the fourth checkpoint's file.
        if len(written) == 7:
            os.ftruncate(descriptor, 2000)
            os.kill(os.getpid(), signal.SIGKILL)

    with monkeypatch.context() as patched:
        patched.setattr("pictor_model.train.checkpoints.os.fsync", die_in_the_fourth)
        died = interrupted.run_apart("--checkpoint-seconds=0", new=small())
    assert died == -signal.SIGKILL
    assert [each.name for each in interrupted.checkpoints.glob(".*")] != []
    assert interrupted.run_apart("--checkpoint-seconds=0", new=small()) == 0
    assert apart(interrupted, whole) <= WITHIN
    names = sorted(each.name for each in interrupted.checkpoints.iterdir())
    assert names == ["checkpoint-1.pt", "checkpoint-2.pt"]


@pytest.mark.parametrize("damaged", ["newest", "both"])
def test_goes_back_to_an_older_checkpoint_where_the_newest_is_damaged(
    damaged: str, interrupted: Job, whole: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    assert interrupted.run_apart("--checkpoint-seconds=0", new=kill_at(9)) == -signal.SIGKILL
    files = sorted(interrupted.checkpoints.iterdir(), key=lambda file: file.stat().st_mtime_ns)
    for file in files if damaged == "both" else files[-1:]:
        content = bytearray(file.read_bytes())
        content[len(content) // 2] ^= 1
        file.write_bytes(content)
    assert interrupted.run() == 0
    told = capsys.readouterr().out
    assert f"'{files[-1]}' is damaged and is not used" in told
    assert ("resumed from" in told) == (damaged == "newest")
    assert apart(interrupted, whole) <= WITHIN


def test_writes_a_checkpoint_at_once_on_sigterm(
    interrupted: Job, whole: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    # No checkpoint is due for an hour.
    arguments = ["--checkpoint-seconds=3600"]
    stopped = interrupted.run_apart(*arguments, new=kill_at(7, signal.SIGTERM))
    assert stopped == EXIT_CODE == 143
    assert interrupted.failure.read_text().startswith("stopped by SIGTERM; started again")
    assert interrupted.run(*arguments) == 0
    assert "resumed from checkpoint-1.pt: 1 epochs and 3 of 4 steps are done" in (
        capsys.readouterr().out
    )
    assert apart(interrupted, whole) <= WITHIN


def test_starts_a_finished_run_again_without_training(
    whole: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (whole.model / "weights.pth").read_bytes()
    (whole.model / "weights.pth").unlink()
    assert whole.run(new=kill_at(1)) == 0
    assert "resumed from checkpoint-1.pt: 4 epochs and 0 of 4 steps" in capsys.readouterr().out
    assert (whole.model / "weights.pth").read_bytes() == before


def test_refuses_a_checkpoint_of_another_run(interrupted: Job) -> None:
    assert interrupted.run_apart("--checkpoint-seconds=0", new=kill_at(2)) == -signal.SIGKILL
    write_images(interrupted.images, shades={"grey": 128})
    assert interrupted.run("--learning-rate=0.002", "--epochs=5") == 1
    message = interrupted.failure.read_text()
    assert (
        f"the checkpoint '{interrupted.checkpoints / 'checkpoint-1.pt'}' is of another run: "
        in (message)
    )
    for change in (
        "classes: bright, dark in the checkpoint, bright, dark, grey now",
        "hyperparameter 'learning-rate': 0.001 in the checkpoint, 0.002 now",
        "hyperparameter 'epochs': 4 in the checkpoint, 5 now",
        "Give this run a CheckpointConfig.S3Uri of its own",
    ):
        assert change in message
    assert "checkpoint-seconds" not in message


def test_refuses_a_checkpoint_of_other_images(interrupted: Job) -> None:
    assert interrupted.run_apart("--checkpoint-seconds=0", new=kill_at(2)) == -signal.SIGKILL
    (interrupted.images / next(iter(SHADES)) / "000.png").unlink()
    assert interrupted.run() == 1
    assert "images: " in interrupted.failure.read_text()


def test_says_how_much_room_a_checkpoint_needs(
    interrupted: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pictor_model.train.checkpoints.os.fsync", full)
    assert interrupted.run("--checkpoint-seconds=0") == 1
    message = interrupted.failure.read_text()
    assert "cannot be written: No space left on device; it needs" in message
    assert "ResourceConfig.VolumeSizeInGB" in message
    assert not list(interrupted.checkpoints.iterdir())
