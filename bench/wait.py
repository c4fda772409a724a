"""Awaits conditions."""

import time


def until(what, condition, seconds, every=0.1):
    """Gives what the condition gives as soon as that is true; an error after so many seconds."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds} s: {what}")
        time.sleep(every)
