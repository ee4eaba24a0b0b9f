from __future__ import annotations

from xml.etree import ElementTree as ET

from tests.bench.examples import PLAN, delivery, results
from tests.bench.plot import HEIGHT, plot

SVG = "{http://www.w3.org/2000/svg}"


def drawn(text: str) -> dict[str, float]:
    """Return the height of each bar by its title."""
    return {
        title.text or "": float(bar.attrib["height"])
        for bar in ET.fromstring(text).iter(f"{SVG}rect")
        for title in bar.iter(f"{SVG}title")
    }


def test_a_bar_is_as_tall_as_its_share() -> None:
    """The ceiling's bar is the measure of the others."""
    heights = drawn(plot(results([delivery("ceiling", 1_000), delivery("gateway", 500), delivery("broadcast", 1_250)])))

    assert list(heights.values()) == [HEIGHT, HEIGHT / 2, HEIGHT * 1.25]
    assert "the gateway: 0.50, 500 a second" in heights


def test_all_stays_within_the_picture() -> None:
    """Nothing is drawn outside, however high a bar is, and with however many clients and servers."""
    measured = [
        delivery(server, rate, clients=clients, size_bytes=size_bytes)
        for server, rate in (("ceiling", 100.0), ("gateway", 270.0), ("reference", 1.0))
        for clients in PLAN.clients
        for size_bytes in PLAN.sizes_bytes
    ]
    picture = ET.fromstring(plot(results(measured)))
    width, height = float(picture.attrib["width"]), float(picture.attrib["height"])

    bars = [
        {name: float(bar.attrib.get(name, 0)) for name in ("x", "y", "width", "height")}
        for bar in picture.iter(f"{SVG}rect")
    ]
    assert len(bars) == 1 + len(measured) + 3
    for bar in bars:
        assert 0 <= bar["x"] <= bar["x"] + bar["width"] <= width
        assert 0 <= bar["y"] <= bar["y"] + bar["height"] <= height


def test_without_the_ceiling_there_are_no_bars() -> None:
    """A run that measured nothing to compare with is still a picture."""
    assert drawn(plot(results([delivery("gateway", 500)]))) == {}
