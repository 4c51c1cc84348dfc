"""Processes of functions: bounded, in order, and never all stuck for good."""

import threading
from collections.abc import Callable

from pictor_local.services.awslambda.pool import Size, Turns

_LONG = 60.0


def waiting(turns: Turns, count: int) -> tuple[list[int], Callable[[], None]]:
    """Let so many wait one after the other; return who got a place, and a wait for the rest."""
    served: list[int] = []

    def take(number: int) -> None:
        if turns.take(_LONG):
            served.append(number)

    threads = []
    for number in range(count):
        thread = threading.Thread(target=take, args=(number,))
        thread.start()
        threads.append(thread)
        while len(turns._waiting) <= number:
            pass

    def join() -> None:
        for thread in threads:
            thread.join()

    return served, join


def test_no_more_work_at_a_time_than_there_are_places() -> None:
    turns = Turns(Size(2, 2), stalled_seconds=_LONG)
    assert turns.take(0)
    assert turns.take(0)
    assert not turns.take(0)
    turns.give_back()
    assert turns.take(0)


def test_places_are_given_in_the_order_of_arrival() -> None:
    turns = Turns(Size(1, 1), stalled_seconds=_LONG)
    assert turns.take(0)
    served, join = waiting(turns, 5)
    for done in range(5):
        turns.give_back()
        while len(served) <= done:
            pass
    join()
    assert served == [0, 1, 2, 3, 4]


def test_nobody_overtakes_those_that_wait() -> None:
    turns = Turns(Size(1, 1), stalled_seconds=_LONG)
    assert turns.take(0)
    _, join = waiting(turns, 1)
    turns.give_back()
    assert not turns.take(0)
    join()


def test_those_that_do_not_get_on_are_helped_out_up_to_the_most() -> None:
    turns = Turns(Size(1, 3), stalled_seconds=0.05)
    assert turns.take(0)
    assert turns.take(_LONG)
    assert turns.take(_LONG)
    assert not turns.take(0.3)


def test_what_helped_out_goes_again() -> None:
    turns = Turns(Size(1, 2), stalled_seconds=0.05)
    assert turns.take(0)
    assert turns.take(_LONG)
    turns.give_back()
    assert not turns.take(0)
    turns.give_back()
    assert turns.take(0)
