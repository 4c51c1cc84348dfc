import json
from pathlib import Path

import pytest

from pictor_model.errors import BuildError
from pictor_model.train.settings import CONTRACT, read_settings
from tests.pictures import jpeg
from tests.small_training import Job, kill_at, write_images


@pytest.fixture
def job(tmp_path: Path) -> Job:
    write_images(tmp_path / "input" / "data" / "training", each=6)
    return Job(tmp_path)


def test_has_a_default_for_every_hyperparameter() -> None:
    settings = read_settings([])
    assert (settings.layers, settings.epochs, settings.batch_size) == ("head", 10, 32)
    assert (settings.input.width, settings.input.resize) == (224, 256)
    assert read_settings(["--input", "32"]).input.resize == 32
    assert settings.given.keys() == CONTRACT["hyperparameters"].keys()


def test_reads_numbers_as_the_toolkit_writes_them() -> None:
    # It parses each value as JSON first: "1e-4" becomes 0.0001, and that becomes text again.
    settings = read_settings(["--learning-rate", "0.0001", "--seed", "7", "--held-out=1e-1"])
    assert (settings.learning_rate, settings.seed, settings.held_out) == (1e-4, 7, 0.1)


def test_reports_all_that_is_wrong_with_hyperparameters_at_once() -> None:
    wrong = ["--epochs", "0", "--learning-rate", "nan", "--layers", "last", "--epoch", "3"]
    with pytest.raises(BuildError) as caught:
        read_settings([*wrong, "--weights-sha256", "abc", "--seed", "1.5"])
    assert str(caught.value).splitlines() == [
        f"hyperparameter 'epoch' is unknown; known are {', '.join(CONTRACT['hyperparameters'])}",
        "hyperparameter 'epochs' must be a whole number from 1 to 1000, got '0'",
        "hyperparameter 'learning-rate' must be a number from 1e-07 to 1, got 'nan'",
        "hyperparameter 'layers' must be head or all, got 'last'",
        "hyperparameter 'weights-sha256' must be text that matches [0-9a-f]{64}, got 'abc'",
        "hyperparameter 'seed' must be a whole number from 0 to 2147483647, got '1.5'",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["epochs", "3"], "'epochs' must be a hyperparameter's name, such as --epochs"),
        (["--epochs"], "'epochs' must be a whole number from 1 to 1000, got ''"),
        (["--seed", "1", "--seed", "1"], "hyperparameter 'seed' is given twice; give it once"),
        (["--resize", "200"], "'resize' must be at least the input's 224 pixels, got '200'"),
    ],
)
def test_refuses_other_arguments(arguments: list[str], message: str) -> None:
    with pytest.raises(BuildError, match=message):
        read_settings(arguments)


def refusal(job: Job, *arguments: object) -> str:
    """Why a run is refused, as SageMaker is told."""
    assert job.run(*arguments, new=kill_at(1)) == 1
    return job.failure.read_text()


def test_refuses_a_job_without_images(tmp_path: Path) -> None:
    job = Job(tmp_path)
    assert refusal(job) == (
        f"there is no directory at '{job.images}': the job needs a channel 'training' that holds a "
        "directory of images for each class"
    )
    job.images.mkdir(parents=True)
    assert f"'{job.images}' must hold a directory of images for each of at least 2" in refusal(job)
    for name in ("cats", "dogs"):
        (job.images / name).mkdir()
    assert refusal(job) == f"'{job.images}' holds no usable image"


def test_refuses_a_single_class(tmp_path: Path) -> None:
    job = Job(tmp_path)
    write_images(job.images, shades={"grey": 128})
    (job.images / ".ipynb_checkpoints").mkdir()
    assert "of at least 2 classes, but has only 'grey': put the images of each class" in refusal(
        job
    )


def test_refuses_a_class_without_two_different_images(job: Job) -> None:
    (job.images / "empty").mkdir()
    (job.images / "same").mkdir()
    for name in ("a.jpg", "b.jpg"):
        (job.images / "same" / name).write_bytes(jpeg())
    assert (
        "each class needs at least 2 different usable images, one to train on and one to measure "
        "with, but 'empty' has 0, 'same' has 1: add images, or remove the directory"
    ) in refusal(job)


@pytest.mark.parametrize("name", ["0, cats", "n01440764 tench", " spaced", "[odd"])
def test_refuses_a_class_whose_name_is_no_label(name: str, tmp_path: Path) -> None:
    job = Job(tmp_path)
    other = name.replace("0, cats", "1, dogs").replace("n01440764", "n01440765")
    write_images(job.images, each=2, shades={name: 60, f"{other} two": 180})
    assert "class directories must be named by labels that a line of text can hold" in refusal(job)


def test_skips_unusable_files_up_to_the_stated_share(
    job: Job, capsys: pytest.CaptureFixture[str]
) -> None:
    (job.images / "dark" / "cut.jpg").write_bytes(jpeg()[:300])
    (job.images / "dark" / "deeper").mkdir()
    (job.images / "dark" / "deeper" / "notes.txt").write_text("not an image")
    message = refusal(job)
    assert f"2 of 14 files in '{job.images}' (14.3%) are not usable images" in message
    assert "at most 1.0% may be skipped (dark/cut.jpg: " in message
    assert "; dark/deeper/notes.txt: " in message
    assert job.run("--skip-share=0.15", "--epochs=1") == 0
    told = capsys.readouterr().out
    assert "10 images to train on, 2 held out, 2 files skipped" in told
    assert "skipped dark/deeper/notes.txt: " in told
    skipped = (job.data / "skipped.txt").read_text().splitlines()
    assert [line.partition("\t")[0] for line in skipped] == [
        "dark/cut.jpg",
        "dark/deeper/notes.txt",
    ]
    assert json.loads((job.data / "metrics.json").read_text())["skipped"] == 2


def test_reports_an_image_in_two_classes(job: Job, capsys: pytest.CaptureFixture[str]) -> None:
    copy = (job.images / "dark" / "000.png").read_bytes()
    (job.images / "bright" / "copy.png").write_bytes(copy)
    assert job.run("--epochs=1") == 0
    assert "1 images are in two classes with the same bytes, such as bright/copy.png and " in (
        capsys.readouterr().out
    )


def test_refuses_to_train_the_head_of_random_weights(job: Job) -> None:
    assert "the job has no starting weights: add a channel" in refusal(job, "--layers=head")
    assert "'weights-key' is for starting weights, which" in refusal(job, "--weights-key=ema")


@pytest.mark.parametrize("files", [[], ["a.pth", "b.pth"]])
def test_refuses_another_number_of_weights_files(files: list[str], job: Job) -> None:
    channel = job.base / "input" / "data" / "weights"
    channel.mkdir()
    for name in files:
        (channel / name).write_bytes(b"x")
    assert f"of one file, but the job has {len(files)} (" in refusal(job, "--layers=head")


def test_refuses_weights_in_two_places(job: Job) -> None:
    channel = job.base / "input" / "data" / "weights"
    channel.mkdir()
    for place in (channel, job.images):
        (place / "weights.pth").write_bytes(b"x")
    assert "of one file, but the job has 2 (" in refusal(job, "--layers=head")


def test_refuses_several_instances(job: Job) -> None:
    assert job.run(variables={"SM_HOSTS": '["algo-1", "algo-2"]'}) == 1
    assert job.failure.read_text() == (
        "training runs on one instance, but this job has 2: set ResourceConfig.InstanceCount to 1"
    )


def test_forgets_the_failure_of_the_start_before(job: Job) -> None:
    refusal(job, "--epochs=0")
    assert job.run("--epochs=1") == 0
    assert not job.failure.exists()
