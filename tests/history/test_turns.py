import threading
from concurrent.futures import ThreadPoolExecutor

from dashboard.history.turns import Turns


class Counting:
    """How many are at it now, and how many were at most."""

    def __init__(self):
        self.now = self.most = 0
        self._lock = threading.Lock()

    def take_part(self, turn, together: threading.Event):
        with turn:
            with self._lock:
                self.now += 1
                self.most = max(self.most, self.now)
            together.wait(0.02)
            with self._lock:
                seen, self.now = self.now, self.now - 1
            return seen


def test_no_more_than_so_many_are_at_it_at_once():
    turns, counting = Turns(3), Counting()
    with ThreadPoolExecutor(12) as pool:
        for done in [pool.submit(counting.take_part, turns.beside_others(), threading.Event()) for _ in range(24)]:
            done.result()
    assert counting.most == 3


def test_one_alone_has_nobody_beside_it_and_several_of_them_do_not_wait_for_each_other_for_ever():
    turns, counting = Turns(3), Counting()
    with ThreadPoolExecutor(12) as pool:
        others = [pool.submit(counting.take_part, turns.beside_others(), threading.Event()) for _ in range(12)]
        alone = [pool.submit(counting.take_part, turns.alone(), threading.Event()) for _ in range(6)]
        assert [done.result() for done in alone] == [1] * 6
        assert all(done.result() for done in others)
