"""A review's files from the command line: the same services, stable output, and the four exit codes."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from peerreview.cli.app import global_first, run
from peerreview.services import joining, membership, noting, sending
from peerreview.services.start import identity_in
from tests.integration.cli.conftest import Command
from tests.integration.services.world import STAMP_PHRASE, World

At = Callable[[str], World]
For = Callable[[World], Command]


@pytest.mark.parametrize(
    ("arguments", "front"),
    [
        (["review", "list", "--json"], ["--json", "review", "list"]),
        (["verify", "a.pdf", "--profile", "x"], ["--profile", "x", "verify", "a.pdf"]),
        (["store", "check", "--profile=x"], ["--profile=x", "store", "check"]),
        (["review", "--", "--json"], ["review", "--", "--json"]),
        (["review", "--profile"], ["--profile", "review"]),
    ],
)
def test_global_options_may_stand_anywhere(arguments: list[str], front: list[str]) -> None:
    assert global_first(arguments) == front


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["review"],
        ["verify"],
        ["report", "sign"],
        ["--nonsense"],
        ["bundle", "export", "nothing", "--to", "x"],
    ],
)
def test_bad_usage_ends_with_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(arguments) == 2


def test_commands_whose_content_comes_later_are_absent(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    listed = capsys.readouterr().out
    assert "data" not in [line.split()[0] for line in listed.splitlines() if line.startswith("  ") and line.split()]
    assert run(["board", "questions"]) == 2


def test_no_profile_and_an_open_one_are_the_environments(
    at: At, command: For, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--profile", str(tmp_path / "none"), "review", "list"]) == 3
    world = at("joined")
    world.app("tom")
    assert run(["--profile", str(world.folder / "tom"), "review", "list"]) == 3
    assert "Peer Review is already open with these data." in capsys.readouterr().err


def test_review_list_and_show(at: At, command: For) -> None:
    world = at("drafted")
    peerreview = command(world)
    [line] = peerreview("tom", "review", "list", "--json").json
    assert {"id", "school", "state"} <= line.keys()
    assert (line["id"], line["school"], line["state"]) == (world.review, "Quillbeck Primary", "checked")
    assert peerreview("tom", "review", "list").out == f"{world.review}  {line['visit']}  Quillbeck Primary  checked\n"
    shown = peerreview("dele", "review", "show", world.review[7:15], "--json").json
    assert shown["role"] == "lead_reviewer"
    assert shown["grades"]["P4"] == {"own": "3", "agreed": "3"}
    assert "Quillbeck Primary (900101)" in peerreview("dele", "review", "show", world.review).out
    assert peerreview("dele", "review", "show", "ffffffff").code == 2
    text = world.out / "review.txt"
    assert peerreview("dele", "review", "export-text", world.review, "-o", text).code == 0
    assert "Reading is taught to one clear plan" in text.read_text(encoding="utf-8")
    assert peerreview("dele", "review", "export-text", world.review, "-o", text).code == 2  # nothing is overwritten


def test_make_sign_share_verify(at: At, command: For, capsys: pytest.CaptureFixture[str]) -> None:
    world = at("drafted")
    peerreview = command(world)
    made = peerreview("dele", "report", "make", world.review, "--json").json
    assert made["number"] == "1"
    refused = peerreview("tom", "report", "sign", world.review)
    assert refused.code == 2  # the version has not come to him yet
    signed = peerreview("dele", "report", "sign", world.review, "-o", world.out, "--json").json
    assert signed["waiting"] == ["Tom Ashdown-Reyes", "Miriam Feldt"]
    for who, following in (("dele", "Miriam Feldt"), ("miriam", "Tom Ashdown-Reyes")):
        file = world.out / f"round {who}.prb"
        assert peerreview(who, "bundle", "export", "streams", world.review, "--to", following, "-o", file).code == 0
        then = "miriam" if who == "dele" else "tom"
        assert peerreview(then, "bundle", "import", file).code == 0
        last = peerreview(then, "report", "sign", world.review)
        assert last.code == 0
    assert last.out == "Signed. All signatures are here.\n"
    [version] = peerreview("tom", "report", "list", world.review, "--json").json
    assert version["state"] == "signed"

    shared = peerreview("tom", "release", "make", world.review, "--for", "board", "-o", world.out, "--json").json
    assert shared["level"] == "summary"
    assert len(peerreview("tom", "release", "list", world.review, "--json").json) == 1
    assert peerreview("tom", "release", "list", world.review, "--level", "full", "--json").json == []
    pdf = Path(shared["file"])
    assert peerreview("gwen", "bundle", "import", pdf).out.startswith(
        "1 summary from Tom Ashdown-Reyes added to Quillbeck"
    )
    assert [each["level"] for each in peerreview("gwen", "release", "list", "--json").json] == ["summary"]
    stopped = peerreview("tom", "release", "stop", world.review, "--for", "board")
    assert stopped.out == "Stopped. One person holds it; ask them to delete it.\n"
    (world.out / "rest").mkdir()
    rest = peerreview(
        "tom", "release", "make", world.review, "--level", "full", "-o", world.out / "rest", "--json"
    ).json
    assert [(each["for"], each["level"]) for each in rest] == [
        ("triad", "full"), ("governors", "full"), ("lead_head", "full"),
    ]  # fmt: skip
    assert len(list((world.out / "rest").iterdir())) == 1
    assert peerreview("tom", "release", "stop", world.review, "--level", "full").code == 0
    assert all(each["stopped"] for each in peerreview("tom", "release", "list", world.review, "--json").json)
    assert peerreview("tom", "release", "make", world.review, "--json").json == []

    stamp = world.out / "network-ca.der"
    with world.app("gwen").ports.store.begin() as work:
        stamp.write_bytes(membership.roots(work)[0])
    world.close()
    capsys.readouterr()
    assert run(["verify", str(pdf), "--trust", str(stamp), "--json"]) == 0
    without = json.loads(capsys.readouterr().out)
    assert without["changed_since"] is None
    assert run(["verify", str(pdf)]) == 1  # nobody vouches for its signers
    verdict = peerreview("tom", "verify", pdf, "--json")
    assert verdict.code == 0
    assert set(verdict.json) == {
        "kind", "intact", "trusted", "complete", "expected_signatures", "signers", "changed_since", "problems",
    }  # fmt: skip
    assert verdict.json["changed_since"] is False  # the review is here
    assert verdict.json["signers"][0].keys() == {"name", "role", "when", "trusted"}
    assert peerreview("gwen", "verify", world.out / "nothing.pdf").code == 2


def test_looking_importing_and_undoing(at: At, command: For) -> None:
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    sent = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy"))
    peerreview, file = command(world), sent.paths[0]
    looked = peerreview("miriam", "bundle", "inspect", file, "--json").json
    assert (looked["kind"], looked["sender"], looked["clean"]) == ("streams", "Dele Akintola", True)
    dry = peerreview("miriam", "bundle", "import", file, "--dry-run")
    assert dry.out.startswith("1 note from Dele Akintola to be added to Quillbeck Primary.")
    brought = peerreview("miriam", "bundle", "import", file, "--json").json
    assert peerreview("miriam", "bundle", "undo", brought["arrival"]).code == 0
    assert peerreview("miriam", "bundle", "undo", "0" * 32).code == 2
    stranger = peerreview("tom", "bundle", "import", file, "--json")
    assert stranger.code == 1
    assert stranger.json["error"]["code"] == "not_for_you"
    file.write_bytes(file.read_bytes()[:-7])
    assert peerreview("miriam", "bundle", "import", file).code == 2
    nobody = peerreview("dele", "bundle", "export", "streams", world.review, "--to", "Nobody", "-o", world.out)
    assert nobody.code == 2
    assert "fits nobody in the network" in nobody.err


def test_a_network_from_nothing(at: At, command: For, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    people = tmp_path / "people.csv"
    people.write_text(
        "name,role,urn,school,pupils,triad,collaborative,lead\n"
        "Gwen Hathersage,office,,,,,,\n"
        "Asha Penhallow,head,900105,Oxlip Lane Infant,178,Sedge,Shore,triad\n",
        encoding="utf-8",
    )
    for name, words in (
        ("stamp", STAMP_PHRASE),
        ("office", "a phrase for the office's profile"),
        ("asha", "another one"),
    ):
        (tmp_path / f"{name}.txt").write_text(f"{words}\n", encoding="utf-8")
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
    world = World(tmp_path / "world", "cli")

    def ran(who: str, *arguments: object) -> tuple[int, str]:
        capsys.readouterr()
        given = ["--profile", tmp_path / who, "--passphrase-file", tmp_path / f"{who}.txt", *arguments]
        return run([str(each) for each in given], world.sources), capsys.readouterr().out

    code, _ = ran(
        "office", "network", "new", "Marram Vale", "--me", "Gwen Hathersage", "--people", people,
        "--stamp-folder", tmp_path / "a", "--stamp-folder", tmp_path / "b",
        "--stamp-phrase-file", tmp_path / "stamp.txt",
    )  # fmt: skip
    assert code == 0
    stamp = next((tmp_path / "a").glob("*.p12"))
    code, said = ran("office", "network", "invite", "-o", tmp_path / "invitation.prb")
    assert code == 0
    (tmp_path / "slip.txt").write_text(said.splitlines()[-1].rpartition(": ")[2], encoding="utf-8")
    code, said = ran(
        "asha", "network", "join", tmp_path / "invitation.prb", "--phrase-file", tmp_path / "slip.txt",
        "--me", "Asha Penhallow", "-o", tmp_path / "request.prb",
    )  # fmt: skip
    assert code == 0
    words = said.splitlines()[-1].rpartition(": ")[2].rstrip(".").split()
    assert len(words) == 6
    code, said = ran(
        "office", "network", "admit", tmp_path / "request.prb", "--stamp", stamp,
        "--stamp-phrase-file", tmp_path / "stamp.txt", "-o", tmp_path / "welcome.prb",
    )  # fmt: skip
    assert code == 0
    assert said.startswith("Admitted: Asha Penhallow.")
    code, said = ran("asha", "bundle", "import", tmp_path / "welcome.prb")
    assert "You are a member of Marram Vale." in said
    code, said = ran("asha", "network", "show")
    assert said.splitlines()[0] == "Marram Vale, number 2"
    drop = (
        "office", "network", "drop", "Asha Penhallow", "--reason", "lost", "--stamp", stamp,
        "--stamp-phrase-file", tmp_path / "stamp.txt",
    )  # fmt: skip
    assert ran(*drop, "--computer", "no such")[0] == 2
    code, _ = ran(*drop, "--computer", " ".join(words[:2]))
    assert code == 0
    assert "Asha Penhallow  Headteacher  900105  (no longer a member since" in ran("office", "network", "show")[1]
    assert ran("office", "network", "publish", "-o", tmp_path / "news.prb")[0] == 1  # there is nobody to tell
    assert ran("office", "network", "drop", "Asha", "--reason", "left", "--stamp", stamp,
               "--stamp-phrase-file", tmp_path / "stamp.txt")[0] == 1  # fmt: skip
    assert ran("asha", "review", "list") == (0, "There is no review on this computer.\n")
    (tmp_path / "asha.txt").write_text("a wrong phrase\n", encoding="utf-8")
    assert ran("asha", "review", "list")[0] == 1


def test_the_store_is_checked_copied_and_brought_back(at: At, command: For, tmp_path: Path) -> None:
    world = at("shared")
    peerreview = command(world)
    assert peerreview("tom", "store", "check").out.endswith("Everything is sound.\n")
    assert peerreview("tom", "store", "rebuild").code == 0
    assert peerreview("tom", "store", "kit", "-o", tmp_path / "sheet.pdf", "--json").json["file"].endswith("sheet.pdf")
    assert peerreview("tom", "store", "backup", tmp_path / "stick").code == 0
    assert peerreview("tom", "store", "rekey").out == "The key was changed.\n"
    assert peerreview("tom", "store", "restore", tmp_path / "stick").code == 1  # there are data already
    assert peerreview("same", "store", "restore", tmp_path / "stick").code == 0  # this computer has its key
    (tmp_path / "stick" / "key.ring.copy").unlink()
    assert peerreview("nobody", "store", "restore", tmp_path / "stick").code == 1  # no key and no words
    words = tmp_path / "words.txt"
    words.write_text("abacus " * 23, encoding="utf-8")
    assert peerreview("nobody", "store", "restore", tmp_path / "stick", "--words-file", words).code == 2
    store = world.folder / "tom" / "store.db"
    raw = bytearray(store.read_bytes())
    raw[len(raw) // 2] ^= 255
    store.write_bytes(raw)
    found = peerreview("tom", "store", "check")
    assert found.code == 3
    assert found.out.startswith("The file is damaged: HMAC verification failed for page ")
    assert "your safe copies are not touched by this" in found.out
    assert found.out.endswith("then bring back your latest safe copy.\n")
    assert len(found.out) < 500
    assert peerreview("tom", "store", "check", "--json").json["whole"] is False


def test_handbooks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["handbook", "list"]) == 0
    assert "triad-p" in capsys.readouterr().out
    assert run(["handbook", "show", "triad-p"]) == 0
    assert "P4 Disadvantaged pupils" in capsys.readouterr().out
    assert run(["handbook", "show", "nothing"]) == 2
    book, pack = tmp_path / "triad.xlsx", tmp_path / "pack"
    assert run(["handbook", "convert", "forms/triad-p", str(book)]) == 0
    assert run(["handbook", "convert", str(book), str(pack)]) == 0
    capsys.readouterr()
    assert run(["handbook", "check", str(pack), "--json"]) == 0
    assert capsys.readouterr().out == "[]\n"
    from peerreview.handbook import reader

    assert reader.load(pack).hash == reader.load(Path("forms/triad-p")).hash
    text = (pack / "handbook.yaml").read_text(encoding="utf-8")
    (pack / "handbook.yaml").write_text(text.replace("direction: down", "direction: sideways"), encoding="utf-8")
    assert run(["handbook", "check", str(pack)]) == 2
    assert "sideways" in capsys.readouterr().out


def test_the_boards_tables(at: At, command: For, tmp_path: Path) -> None:
    world = at("signed")
    peerreview = command(world)
    shared = peerreview("tom", "release", "make", world.review, "--for", "board", "-o", tmp_path, "--json").json
    peerreview("gwen", "bundle", "import", shared["file"])
    assert peerreview("gwen", "board", "export", "-o", tmp_path / "csv").code == 2  # a marking needs its reason
    made = peerreview("gwen", "board", "export", "-o", tmp_path / "csv", "--reason", "Names schools")
    assert made.code == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "csv" / "reviews.csv").read_text(encoding="utf-8"))))
    assert len(rows) == 7
    book = tmp_path / "board.xlsx"
    assert peerreview("gwen", "board", "export", "--form", "xlsx", "--marking", "public", "-o", book).code == 0
    assert joining.ours(*world.desk("gwen")) is not None


def test_a_file_is_looked_into_with_a_key_and_no_profile(
    at: At, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world = at("shared")
    noting.add(*world.desk("dele"), world.review, "walk: calm")
    sent = sending.working_copy(*world.desk("dele"), world.review, [world.people["miriam"]], world.file("copy"))
    for who in ("miriam", "tom"):
        with world.app(who).ports.store.begin() as work:
            (tmp_path / f"{who}.age").write_text("\n".join(identity_in(work).ages), encoding="utf-8")
    nowhere = ["--profile", str(tmp_path / "none"), "bundle", "inspect", str(sent.paths[0]), "--identity"]
    assert run([*nowhere, str(tmp_path / "miriam.age")]) == 0
    said = capsys.readouterr().out
    assert "Review file: a working copy" in said
    assert "Made by Dele Akintola" in said
    assert "Made for Miriam Feldt." in said
    assert run([*nowhere, str(tmp_path / "miriam.age"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["sender"] == "Dele Akintola"
    assert {part["what"] for part in told["parts"]} >= {"The review", "The triad's plan"}
    assert run([*nowhere, str(tmp_path / "tom.age")]) == 1
    assert "was not made for you" in capsys.readouterr().err
