"""A network from a list of people."""

from __future__ import annotations

from datetime import date
from itertools import count

import pytest

from peerreview.domain.network import GroupKind
from peerreview.domain.people import Role
from peerreview.errors import BadInput
from peerreview.services import founding

LIST = """name,role,organisation,urn,school,phase,pupils,triad,collaborative,lead
Gwen Hathersage,office,Board office,,,,,,,
Dele Akintola,,,900103,Ormery Lane Junior,junior,268,Reed,Shore,triad
Tom Ashdown-Reyes,head,,900101,Quillbeck Primary,,412,Reed,Shore,
Pat Lindqvist,office,,900101,Quillbeck Primary,,412,Reed,Shore,
Bernadette Oyelaran,lead head,,900104,Sandlark Primary,primary,318,,Shore,collaborative
"""


def network():  # type: ignore[no-untyped-def]
    """The network of the list."""
    numbers = count(1)
    return founding.network_of(
        founding.from_csv(LIST),
        name="Marram Vale",
        issued=date(2026, 9, 1),
        ids=lambda: f"{next(numbers):032x}",
        handbook="triad-p",
        me=("Gwen Hathersage", "f" * 32),
    )


def test_people_schools_and_groups_come_from_the_lines() -> None:
    made = network()
    roles = {each.name: each.role for each in made.people}
    assert roles["Bernadette Oyelaran"] is Role.LEAD_HEAD
    assert roles["Dele Akintola"] is Role.HEAD
    assert made.person("f" * 32).name == "Gwen Hathersage"
    assert {each.urn: each.pupils for each in made.schools} == {"900103": 268, "900101": 412, "900104": 318}
    reed = next(group for group in made.groups if group.kind is GroupKind.TRIAD)
    assert (reed.name, reed.schools) == ("Reed", ("900103", "900101"))
    assert made.person(reed.lead).name == "Dele Akintola"
    shore = next(group for group in made.groups if group.kind is GroupKind.COLLABORATIVE)
    assert made.person(shore.lead).name == "Bernadette Oyelaran"


@pytest.mark.parametrize(
    "text",
    [
        "who,role\nTom,head\n",
        "name,surprise\nTom,x\n",
        "name,role\nTom,king\n",
        "name,urn,school,pupils\nTom,9,A,many\n",
    ],
)
def test_a_list_that_is_not_understood_says_so(text: str) -> None:
    with pytest.raises(BadInput) as refused:
        founding.network_of(
            founding.from_csv(text), name="X", issued=date(2026, 1, 1), ids=lambda: "0" * 32, handbook="h"
        )
    assert refused.value.code == "bad_people"
