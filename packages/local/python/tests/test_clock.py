"""Sleepers wake as soon as somebody moves the clock on, and never while it is stopped."""

import asyncio

from pictor_local.clock import Clock


async def _settle() -> None:
    """Let the loop run what is ready, and no timer."""
    for _ in range(3):
        await asyncio.sleep(0)


def test_a_sleeper_wakes_as_soon_as_the_clock_is_moved_on() -> None:
    async def scenario() -> list[bool]:
        clock = Clock()
        clock.stop()
        sleeper = asyncio.create_task(clock.sleep(60))
        await _settle()
        seen = []
        for seconds in (59, 1):
            clock.advance(seconds)
            await _settle()
            seen.append(sleeper.done())
        return seen

    assert asyncio.run(scenario()) == [False, True]


def test_a_sleeper_of_a_running_clock_notices_that_it_stops() -> None:
    async def scenario() -> tuple[bool, bool]:
        clock = Clock()
        sleeper = asyncio.create_task(clock.sleep(0.5))
        await _settle()
        clock.stop()
        await asyncio.sleep(0.7)
        asleep = not sleeper.done()
        clock.run()
        await asyncio.wait_for(sleeper, 10)
        return asleep, sleeper.done()

    assert asyncio.run(scenario()) == (True, True)


def test_a_sleeper_that_is_cancelled_is_forgotten() -> None:
    async def scenario() -> bool:
        clock = Clock()
        sleeper = asyncio.create_task(clock.sleep(60))
        await _settle()
        sleeper.cancel()
        await _settle()
        clock.advance(60)
        return sleeper.cancelled()

    assert asyncio.run(scenario())
