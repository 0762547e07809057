"""Why a review file is not opened or not made, each in the words that the person reads (USERS §4.3).

Reading: what a person was sent is wrong (`BadInput`) or not to be trusted (`Refused`); nothing of it was applied.
Writing: what lay under the name before is untouched.
"""

from __future__ import annotations

from peerreview.errors import BadInput, EnvironmentFault, Refused

_UNCHANGED = "Nothing here has changed."
_NOTHING_BROUGHT_IN = "Nothing was brought in."
_RING = "Ring the sender before going further."


class NotAReviewFile(BadInput):
    """The bytes are something else, or a kind of encryption that review files never use."""

    def __init__(self) -> None:
        super().__init__(
            "This is not a review file.", _UNCHANGED, "Check which file was meant.", code="not_a_review_file"
        )


class NotForYou(Refused):
    """No key of this person opens it; nothing else can be known about it, so nothing else is said."""

    def __init__(self) -> None:
        super().__init__(
            "This is an encrypted review file that was not made for you.",
            "It cannot be opened here and nothing in it has been seen.",
            "Please tell the sender and delete it.",
            code="not_for_you",
        )


class PhraseNeeded(Refused):
    """A joining file that opens with a phrase, and none was given."""

    def __init__(self) -> None:
        super().__init__(
            "This joining file opens with the phrase on your slip.",
            _UNCHANGED,
            "Type the phrase.",
            code="phrase_needed",
        )


class WrongPhrase(Refused):
    """The phrase given does not open the joining file."""

    def __init__(self) -> None:
        super().__init__(
            "This phrase does not open the file.",
            _UNCHANGED,
            "Type it again, just as it stands on the slip.",
            code="wrong_phrase",
        )


class TooBusy(EnvironmentFault):
    """This computer has no time to check a phrase."""

    def __init__(self) -> None:
        super().__init__(
            "This computer is too busy to check the phrase.",
            _UNCHANGED,
            "Close other programs, wait a moment, and open the file again.",
            code="too_busy",
        )


class Unreadable(BadInput):
    """A file that is gone again, that is a folder, or that may not be read."""

    def __init__(self) -> None:
        super().__init__("This file cannot be read.", _UNCHANGED, "Check that the stick is there.", code="unreadable")


class DamagedFile(BadInput):
    """Not as it was made: cut off or changed on the way."""

    def __init__(self, how: str = "it is shorter than it should be, or was changed on the way") -> None:
        super().__init__(
            f"This file arrived damaged ({how}).", _UNCHANGED, "Ask the sender to send it again.", code="damaged"
        )


class NewerFile(BadInput):
    """Made in a format that this version cannot read; `needs` is the version that can."""

    def __init__(self, needs: str, have: str) -> None:
        super().__init__(
            f"This file needs version {needs} or later. You have {have}.",
            "The file will wait where it is.",
            "Ask your office for the new version.",
            code="newer_format",
        )
        self.needs = needs


class HostileFile(BadInput):
    """Built in a way that no review file is; `why` names the limit it breaks, never what it holds."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"This file is not built as review files are ({why}).", _NOTHING_BROUGHT_IN, _RING, code="hostile"
        )


class TooLarge(BadInput):
    """Over a limit of size or number, on reading as on writing."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"This is more than one review file holds ({what}).",
            _UNCHANGED,
            "It goes in several files, or without attachments.",
            code="too_large",
        )


class Unsigned(Refused):
    """Nobody signed it."""

    def __init__(self) -> None:
        super().__init__(
            "This file is not signed, so we do not know who made it.", _NOTHING_BROUGHT_IN, _RING, code="unsigned"
        )


class AlteredFile(Refused):
    """Its contents are not those its signer signed."""

    def __init__(self) -> None:
        super().__init__(
            "This file was changed after it was signed.", _NOTHING_BROUGHT_IN, _RING, code="changed_since_signing"
        )


class PassedOn(Refused):
    """Its signer made it for other people; somebody else encrypted it again for this person."""

    def __init__(self) -> None:
        super().__init__(
            "This file was made for other people, and somebody has passed it on.",
            _NOTHING_BROUGHT_IN,
            "Ask the person who made it to send it to you.",
            code="passed_on",
        )


class NameTaken(Refused):
    """A file of that name is there; it stays as it is."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is already a file called {name}.",
            "It was left as it is.",
            "Choose another name.",
            code="name_taken",
        )


class NoRoom(EnvironmentFault):
    """The disk or stick is full."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is not enough room for {name}.",
            "Nothing half-written was left behind.",
            "Make room, or choose another place.",
            code="no_room",
        )


class ReadOnly(EnvironmentFault):
    """The stick or folder can be read and not written to."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} could not be written: this stick or folder can only be read.",
            "Your data are safe on this computer.",
            "Move the stick's lock, or choose another place.",
            code="read_only",
        )


class CannotWrite(EnvironmentFault):
    """The folder is not there any more, or may not be written to."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{name} could not be written.",
            "Your data are safe on this computer.",
            "Check that the stick or folder is there, and try again.",
            code="cannot_write",
        )
