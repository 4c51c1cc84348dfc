from dataclasses import dataclass

import pytest

from pictor_serving.deadline import ANSWER_SECONDS, Deadlines


@dataclass
class Clock:
    """Both clocks at once: seconds since the epoch, and those that nobody sets."""

    seconds: float = 1_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def busy(clock: Clock) -> Deadlines:
    """A worker that has just answered."""
    deadlines = Deadlines(clock, clock)
    deadlines.done()
    return deadlines


def after(clock: Clock, seconds: float) -> str:
    return str(round((clock.seconds + seconds) * 1000))


def test_serves_what_can_be_answered_in_time(busy: Deadlines, clock: Clock) -> None:
    assert not busy.missed(after(clock, ANSWER_SECONDS))


@pytest.mark.parametrize("left", [ANSWER_SECONDS - 0.002, 0, -60])
def test_refuses_what_cannot_be_answered_in_time(
    busy: Deadlines, clock: Clock, left: float
) -> None:
    assert busy.missed(after(clock, left))


@pytest.mark.parametrize("deadline", [None, "", "soon", "-1", "1.5", "1" * 16, "٣"])
def test_serves_a_request_without_a_deadline(busy: Deadlines, deadline: str | None) -> None:
    assert not busy.missed(deadline)


def test_idle_worker_serves_a_caller_whose_clock_is_behind(busy: Deadlines, clock: Clock) -> None:
    assert not Deadlines(clock, clock).missed(after(clock, -60))
    clock.seconds += 0.1
    assert not busy.missed(after(clock, -60))
    busy.done()
    assert busy.missed(after(clock, -60))
