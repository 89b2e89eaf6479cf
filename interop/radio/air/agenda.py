"""What is to happen later, in order of time."""
import heapq
import itertools
import time


class Appointment:
    """One thing to do; it can be called off."""

    def __init__(self, action):
        self.action = action

    def cancel(self):
        self.action = None


class Agenda:
    def __init__(self):
        self._heap = []
        self._order = itertools.count()

    def after(self, seconds, action):
        appointment = Appointment(action)
        heapq.heappush(self._heap, (time.monotonic() + seconds, next(self._order), appointment))
        return appointment

    def run_due(self):
        """Does what is due and returns the seconds until the next thing, None when there is none."""
        while self._heap:
            at, _, appointment = self._heap[0]
            if appointment.action is None:
                heapq.heappop(self._heap)
                continue
            wait = at - time.monotonic()
            if wait > 0:
                return wait
            heapq.heappop(self._heap)
            appointment.action()
        return None
