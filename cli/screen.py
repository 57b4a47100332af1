"""How does text reach the terminal, whatever the locale and whoever stops listening?"""

import io
import os
import sys
import unicodedata
from typing import TextIO


def speak_utf8() -> None:
    """Make standard output and standard error UTF-8, also under a C or GBK locale."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def say(text: str) -> None:
    """Write one line of the answer to standard output."""
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Write one line beside the answer, to standard error."""
    _write(sys.stderr, text)


def visible(text: str) -> str:
    """Return text with control characters escaped.

    Messages quote what a planner's file holds; a file must not be able to move the cursor,
    recolour the terminal or reverse the reading order of a message.
    """
    return "".join(
        character.encode("unicode_escape").decode("ascii")
        if unicodedata.category(character) in ("Cc", "Cf", "Cs")
        else character
        for character in text
    )


def _write(stream: TextIO, text: str) -> None:
    """Write a line; when the reader has gone (``simulate … | head``), fall silent."""
    try:
        print(text, file=stream, flush=True)
    except BrokenPipeError:
        # The work itself was done: its exit code must not change because `head` had enough.
        # Without this the interpreter would fail once more when it flushes at exit.
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, stream.fileno())
        os.close(silence)
