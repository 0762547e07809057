"""Questions worth asking, as the reviews that were shared keep them for the network: counted, nobody named."""

from __future__ import annotations

from collections.abc import Iterable

from peerreview.domain.release import KeptQuestion, Release

from .board import newest


def kept(releases: Iterable[Release]) -> tuple[KeptQuestion, ...]:
    """The questions of the newest version of each review, those kept most often first.

    The same question of a bank, or the same words, count as one; a review counts once.
    """
    found: dict[str, tuple[str, str, set[str]]] = {}
    for release in newest(releases):
        for question in release.questions:
            same = question.code or " ".join(question.text.casefold().split())
            found.setdefault(same, (question.text, question.code, set()))[2].add(release.review)
    questions = (KeptQuestion(text, len(reviews), code) for text, code, reviews in found.values())
    return tuple(sorted(questions, key=lambda each: (-each.reviews, each.text)))
