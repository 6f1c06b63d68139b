"""The drawn covers."""

import uuid
from xml.etree import ElementTree

import pytest

from events.drawings.cover import draw
from events.enums import Format

SEED = uuid.UUID("7b0c5a4e-5b1d-4c7e-9a53-2f6f6f0a1c11")


@pytest.mark.parametrize("format_", Format.values)
def test_a_cover_is_the_same_every_time(format_):
    assert draw(SEED, format_) == draw(SEED, format_)


@pytest.mark.parametrize("format_", Format.values)
def test_two_events_have_different_covers(format_):
    assert draw(SEED, format_) != draw(uuid.UUID(int=SEED.int + 1), format_)


@pytest.mark.parametrize("format_", Format.values)
def test_a_cover_is_small_and_well_formed(format_):
    for number in range(50):
        drawing = draw(uuid.UUID(int=SEED.int + number), format_)
        assert len(drawing) < 6000
        assert ElementTree.fromstring(drawing).get("viewBox") == "0 0 960 540"
