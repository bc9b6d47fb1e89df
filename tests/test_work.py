"""Long work: it reports, can be cancelled, and always ends in a state a person can read."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from lfnkr_nb.errors import ExportError
from lfnkr_nb.widgets.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable

Progress = "Callable[[int, int | None], None]"


def heard(job: Callable[..., object]) -> tuple[Work, list[dict[str, object]]]:
    """Work that was started, and everything it told."""
    told: list[dict[str, object]] = []
    work = Work("check", job, tell=lambda work: told.append(work.told))
    return work.start(), told


def test_work_that_ends_is_done_and_has_its_result() -> None:
    work, told = heard(lambda progress: {"made": 3})
    assert work.wait(10) == "done"
    assert [said["state"] for said in told] == ["running", "done"]
    assert told[-1]["result"] == {"made": 3}


def test_progress_is_told_with_its_total() -> None:
    def job(progress: Callable[[int, int | None], None]) -> None:
        progress(1, 4)

    work, told = heard(job)
    work.wait(10)
    assert {"done": 1, "total": 4}.items() <= told[1].items()


def test_cancelled_work_stops_at_its_next_step() -> None:
    reached, go_on, steps = threading.Event(), threading.Event(), []

    def job(progress: Callable[[int, int | None], None]) -> None:
        for count in range(100):
            progress(count, 100)
            steps.append(count)
            reached.set()
            go_on.wait(10)

    work, told = heard(job)
    assert reached.wait(10)
    work.cancel()
    go_on.set()
    assert work.wait(10) == "cancelled"
    assert steps == [0]
    assert told[-1]["state"] == "cancelled"


def test_an_error_of_ours_becomes_a_sentence_and_its_hint() -> None:
    def job(progress: object) -> None:
        raise ExportError("The file cannot be written", hint="Make room.")

    work, told = heard(job)
    assert work.wait(10) == "failed"
    assert (told[-1]["message"], told[-1]["hint"]) == ("The file cannot be written", "Make room.")


def test_a_full_disk_becomes_a_sentence_and_its_hint() -> None:
    def job(progress: object) -> None:
        raise OSError(28, "No space left on device")

    work, told = heard(job)
    assert work.wait(10) == "failed"
    assert told[-1]["message"] == "No space left on device"
    assert told[-1]["hint"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_an_error_that_nobody_foresaw_ends_in_a_readable_state_too() -> None:
    work, told = heard(lambda progress: 1 // 0)
    assert work.wait(10) == "failed"
    assert told[-1]["message"]
    assert "ZeroDivision" not in str(told[-1])
