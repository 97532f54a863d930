"""Room for the frames of deep calls, in one piece.

CPython 3.11 and 3.12 keep the frames of a thread in pieces of 16 KB and give each back to the
kernel as soon as its last call returns. Whatever calls from the end of a piece then asks the kernel
for memory at every call; a request, forty calls deep before its view begins, crosses several ends
and lost a fifth of its time there. A frame that asks for more gets a piece of its own, and what it
calls stays in the rest of that piece. (python/cpython issue 142183; mended from 3.13 on, so this goes
when 3.12 does.)
"""

from functools import wraps

# in slots of 8 bytes: with this the piece is 1 MB, half of it for what is called; the half of the
# frame itself is never touched, so it costs addresses and no memory
SLOTS = 2**16


def in_one_piece(function):
    """``function``, with its own frames and those of all that it calls in one piece of memory."""

    @wraps(function, updated=())
    def call(*args, **kwargs):
        return function(*args, **kwargs)

    call.__code__ = call.__code__.replace(co_stacksize=SLOTS)
    return call
