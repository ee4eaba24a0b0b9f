from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.providers.title import plain


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bitcoin climbs", "Bitcoin climbs"),
        ("  Bitcoin \n\t climbs\u00a0again ", "Bitcoin climbs again"),
        ("<b>Bit</b>coin <i class='x'>climbs</i>", "Bitcoin climbs"),
        ("Atlas &amp; Sons", "Atlas & Sons"),
        ("It&#8217;s &quot;over&quot;", 'It\u2019s "over"'),
        ("&lt;script&gt;alert(1)&lt;/script&gt;Bitcoin", "alert(1)Bitcoin"),
        ("<!-- hidden -->Bitcoin<br/>", "Bitcoin"),
        ("BTC < 100k > 90k", "BTC < 100k > 90k"),
        ("I <3 Bitcoin", "I <3 Bitcoin"),
        ("Fees <5% at R&D", "Fees <5% at R&D"),
        ("a\x00b\u202ec\ud800d", "a b c d"),
        ("<p></p>", ""),
        ("<<b>script>alert(1)<</b>/script>", "alert(1)"),
        ("<<<b>b>script>alert(1)<<<b>b>/script>", "alert(1)"),
        ("&lt;&lt;&lt;b&gt;b&gt;img src=x&gt;Bitcoin", "Bitcoin"),
        ("<" * 9 + "b>" * 9 + "Bitcoin", ""),
        ("", ""),
    ],
)
def test_titles_are_plain_text(text: str, expected: str) -> None:
    """Tags and control characters go, entities become characters, lone brackets stay, mischief leaves nothing."""
    assert plain(text) == expected


def test_a_long_title_is_cut() -> None:
    """Nobody's title fills a screen."""
    assert plain("word " * 100) == ("word " * 60)[:299].rstrip() + "…"
    assert plain("x" * 300) == "x" * 300
    assert plain(" " * 4000 + "late") == ""


@given(st.text() | st.text(alphabet="<>&;#xlgt/ab!-", max_size=60) | st.text(alphabet="<>b/ ", max_size=40))
def test_any_text_becomes_one_short_line(text: str) -> None:
    """Whatever an outlet writes, one printable line without a tag comes out."""
    title = plain(text)

    assert title.isprintable()
    assert len(title) <= 300
    assert title == title.strip()
    assert not re.search(r"<[A-Za-z/!?][^<>]*>", title)
