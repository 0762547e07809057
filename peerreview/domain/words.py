"""Counting words the way a person does."""

from __future__ import annotations


def count(text: str) -> int:
    """Words in `text`: runs of anything that is not white space and holds a letter or a digit."""
    return sum(any(character.isalnum() for character in run) for run in text.split())
