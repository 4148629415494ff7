"""What mails that come in at once need of the database is asked for all of them in one go."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from conversations.mail.inbound import together
from conversations.mail.inbound.together import Together, company
from tests.servers import PATIENCE

pytestmark = pytest.mark.once


@pytest.fixture
def batches(monkeypatch):
    """Nobody waits less than is needed, however busy the machine is."""
    monkeypatch.setattr(together, "MOST_SECONDS", PATIENCE)
    return []


@pytest.fixture
def double(batches):
    def act(items):
        batches.append(len(items))
        if 0 in items:
            raise ValueError("nothing to double")
        return [2 * item for item in items]

    return Together(act)


def in_hand(number, work):
    """Do the work with so many mails at once."""
    all_are_here = Barrier(number, timeout=PATIENCE)

    def one(item):
        with company.joined():
            all_are_here.wait()
            return work(item)

    with ThreadPoolExecutor(number) as pool:
        return [pool.submit(one, item) for item in range(number)]


def test_a_mail_that_comes_alone_waits_for_nothing(double, batches):
    with company.joined():
        assert double(4) == 8
    assert batches == [1]


def test_mails_wait_for_those_that_are_on_their_way(double, batches):
    found = in_hand(8, lambda item: double(item + 1))
    assert [future.result() for future in found] == [2, 4, 6, 8, 10, 12, 14, 16]
    assert batches == [8]
    assert (company.size, company.idle) == (0, 0)


def test_nobody_waits_for_those_who_wait_elsewhere(double):
    others = [Together(lambda items: items) for _ in range(4)]
    found = in_hand(5, lambda item: others[item](item) if item < 4 else double(item))
    assert [future.result() for future in found] == [0, 1, 2, 3, 8]


def test_an_error_is_that_of_the_mail_that_brought_it(double):
    found = in_hand(4, lambda item: double(item))
    with pytest.raises(ValueError, match="nothing to double"):
        found[0].result()
    assert [future.result() for future in found[1:]] == [2, 4, 6]
    assert (company.size, company.idle) == (0, 0)
