"""`network`: start one, invite, join, admit, drop, publish, show."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from peerreview.bootstrap import App
from peerreview.config.phrase_file import read_phrase
from peerreview.domain.network import Network
from peerreview.domain.people import Person
from peerreview.errors import BadInput
from peerreview.services.words import hat, standing

from .people import chosen
from .session import Session, existing

app = typer.Typer(help="The network of schools: start, invite, join, admit, drop, publish, show.", no_args_is_help=True)

Stamp = Annotated[Path, typer.Option(help="The network's stamp (one of its two .p12 files).")]
StampPhrase = Annotated[Path, typer.Option(help="A file with the phrase of the stamp.")]


@app.command()
def new(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="The network's name.")],
    me: Annotated[str, typer.Option(help="Your own name, as in the list of people.")],
    people: Annotated[Path, typer.Option(help="A CSV file of people and schools.")],
    stamp_folder: Annotated[list[Path], typer.Option(help="Where a copy of the stamp goes; give two places.")],
    stamp_phrase_file: StampPhrase,
    handbook: Annotated[str, typer.Option(help="The network's handbook.")] = "triad-p",
) -> None:
    """Start a network; makes your profile when there is none."""
    from peerreview.services import founding, joining

    session: Session = context.obj
    if len(stamp_folder) != 2:
        raise BadInput(
            "The stamp needs two places.", "Nothing was written.", "Give --stamp-folder twice.", code="stamps"
        )
    rows = founding.from_csv(existing(people).read_text(encoding="utf-8-sig"))
    with _profile(session, me) as opened:
        network = founding.network_of(
            rows,
            name=name,
            issued=opened.ports.clock().date(),
            ids=opened.ports.ids,
            handbook=handbook,
            me=(me, opened.signer.person),
        )
        folders = (stamp_folder[0], stamp_folder[1])
        made = joining.start_network(opened.ports, opened.signer, network, folders, read_phrase(stamp_phrase_file))
        stamps = sorted(path for folder in stamp_folder for path in folder.glob("*.p12"))
        session.say(
            {"network": made.id, "number": made.number, "stamps": stamps},
            f"{name} is started. Its stamp is in {' and '.join(str(path) for path in stamps)}: keep both apart.",
        )


@app.command()
def invite(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write to.")],
    person: Annotated[
        list[str] | None, typer.Argument(help="Whom (name or id); everybody without a card if none.")
    ] = None,
) -> None:
    """Make an invitation; one file and one phrase serve everybody it names."""
    from peerreview.services import joining

    session: Session = context.obj
    with session.open() as opened:
        network = joining.show(opened.ports, opened.signer)
        people = chosen(opened, person or ()) or [each.id for each in network.people if each.id not in network.members]
        made = joining.invite(opened.ports, opened.signer, people, output)
        session.say(
            {"files": made.sent.paths, "phrase": made.phrase, "people": people},
            f"{made.sent.sentence}\nPhrase, to be passed on by another way: {made.phrase}",
        )


@app.command()
def join(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="The invitation.")],
    phrase_file: Annotated[Path, typer.Option(help="A file with the phrase of the invitation.")],
    me: Annotated[str, typer.Option(help="Your name, as the invitation has it.")],
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the request goes.")],
) -> None:
    """Ask to join: reads the invitation and writes the request; makes your profile when there is none."""
    from peerreview.services import joining

    session: Session = context.obj
    with _profile(session, me) as opened:
        offered = joining.read_invitation(opened.ports, existing(file), read_phrase(phrase_file))
        found = [each for each in offered.people if each.name.casefold() == me.casefold()]
        if len(found) != 1:
            names = ", ".join(each.name for each in offered.people)
            raise BadInput(
                f"The invitation is for {names}.", "Nothing was sent.", "Give one of these names.", code="no_person"
            )
        sent = joining.request(opened.ports, opened.signer, offered, found[0].id, output)
        words = " ".join(joining.my_check_words(opened.ports))
        session.say(
            {"files": sent.paths, "check_words": words.split()},
            f"{sent.sentence}\nCheck words, for when the office rings: {words}",
        )


@app.command()
def admit(
    context: typer.Context,
    stamp: Stamp,
    stamp_phrase_file: StampPhrase,
    file: Annotated[list[Path] | None, typer.Argument(help="Requests; without any, those brought in before.")] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where the welcome file goes.")] = None,
) -> None:
    """Admit those who asked, and write the one welcome file for everybody."""
    from peerreview.services import joining, opening

    session: Session = context.obj
    with session.open() as opened:
        for path in file or ():
            opening.bring_in(opened.ports, opened.signer, existing(path))
        admitted = joining.admit(opened.ports, opened.signer, existing(stamp), read_phrase(stamp_phrase_file))
        sent = joining.send_network(opened.ports, opened.signer, output) if output and admitted.names else None
        lines = [f"Admitted: {', '.join(admitted.names) or 'nobody'}."]
        lines += [f"Not admitted: {name}. {why}" for name, why in admitted.refused]
        session.say(
            {"number": admitted.number, "admitted": admitted.names, "refused": admitted.refused,
             "files": sent.paths if sent else ()},
            "\n".join([*lines, *([sent.sentence] if sent else [])]),
        )  # fmt: skip
    raise typer.Exit(1 if admitted.refused else 0)


@app.command()
def drop(
    context: typer.Context,
    person: Annotated[str, typer.Argument(help="Whose membership ends (name or id).")],
    stamp: Stamp,
    stamp_phrase_file: StampPhrase,
    reason: Annotated[str, typer.Option(help="Why, in a line.")],
    computer: Annotated[str, typer.Option(help="Only this computer of theirs: the first two of its check words.")] = "",
) -> None:
    """End a membership today: somebody left, or a laptop is lost."""
    from peerreview.services import joining, own_keys

    session: Session = context.obj
    with session.open() as opened:
        [who] = chosen(opened, [person])
        phrase = read_phrase(stamp_phrase_file)
        known = own_keys.computers(joining.show(opened.ports, opened.signer), who) if computer else ()
        device = next((each.actor for each in known if each.name == " ".join(computer.split()[:2])), "")
        if computer and not device:
            raise BadInput(
                "They have no computer with these check words.", "Nothing has changed.", code="no_such_computer"
            )
        number = joining.drop(opened.ports, opened.signer, existing(stamp), phrase, who, reason, device)
        session.say({"number": number}, f"Membership ended. The list of members is now number {number}; publish it.")


@app.command()
def publish(
    context: typer.Context,
    output: Annotated[Path, typer.Option("--output", "-o", help="The file or folder to write to.")],
    to: Annotated[list[str] | None, typer.Option(help="For whom; without it for every member.")] = None,
) -> None:
    """Write the network document for members."""
    from peerreview.services import joining

    session: Session = context.obj
    with session.open() as opened:
        sent = joining.send_network(opened.ports, opened.signer, output, chosen(opened, to or ()))
        session.say({"files": sent.paths}, sent.sentence)


@app.command()
def show(context: typer.Context) -> None:
    """Show the network: its number, people, schools and groups."""
    from peerreview.services import asking, joining

    session: Session = context.obj
    with session.open() as opened:
        network = joining.show(opened.ports, opened.signer)
        waiting = asking.waiting(opened.ports, opened.signer)
        lines = [f"{network.name}, number {network.number}", *(_person(network, each) for each in network.people)]
        lines += [f"{each.name} asks to join: {' '.join(each.check_words)}" for each in waiting]
        session.say({"network": network, "requests": waiting}, "\n".join(lines))


def _person(network: Network, person: Person) -> str:
    """Somebody's line: name, role, school, and where they stand."""
    not_one = standing(network, person.id)
    return "  ".join(filter(None, (person.name, hat(person), person.school, f"({not_one})" if not_one else "")))


def _profile(session: Session, name: str) -> App:
    """The profile, made on the spot for this name when there is none."""
    from peerreview.bootstrap import create_profile, exists

    if exists(session.profile):
        return session.open()
    return create_profile(session.profile, session.unlock(), name=name, sources=session.sources)
