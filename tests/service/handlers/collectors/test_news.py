from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from service.envelope import encode
from service.handlers.collectors.news import collect
from service.providers.articles import Article, Articles, Outlet
from service.providers.link import identity
from service.providers.sourced import Sourced
from tests.fakes.clock import START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from contracts.validator import Validator

NAMES = {"coindesk": "CoinDesk", "decrypt": "Decrypt", "the_block": "The Block"}


def article(title: str, age_min: float = 0, url: str | None = None, tags: tuple[str, ...] = ()) -> Article:
    url = url or f"https://news.test/{title.lower().replace(' ', '-')}"
    return Article(identity(url), title, url, START - timedelta(minutes=age_min), tags)


def outlet(id_: str, *items: Article, age_s: float = 30, stale: bool = False) -> Sourced[Articles]:
    return Sourced(Articles(Outlet(id_, NAMES[id_]), items), id_, START - timedelta(seconds=age_s), stale)


def data(*outlets: Sourced[Articles]) -> dict[str, Any]:
    update = collect(outlets, START)

    assert update is not None
    found: dict[str, Any] = json.loads(encode(update, "news").text)["data"]
    return found


def listed(*outlets: Sourced[Articles]) -> list[tuple[str, str]]:
    return [(row["source"], row["title"]) for row in data(*outlets)["articles"]]


def test_outlets_are_merged() -> None:
    """The newest article first; what is said of the whole is that of the articles listed and of the newest look."""
    high = article("Bitcoin reaches new high", 5, tags=("Markets",))
    found = data(
        outlet("coindesk", high),
        outlet("decrypt", article("A quiet day", 9), age_s=10),
        outlet("the_block", age_s=700, stale=True),
    )

    assert found == {
        "articles": [
            {
                "id": high.id,
                "title": "Bitcoin reaches new high",
                "source": "CoinDesk",
                "url": "https://news.test/bitcoin-reaches-new-high",
                "published_at": "2026-11-23T10:25:00.000Z",
                "categories": ["Market", "Bitcoin"],
            },
            {
                "id": article("A quiet day").id,
                "title": "A quiet day",
                "source": "Decrypt",
                "url": "https://news.test/a-quiet-day",
                "published_at": "2026-11-23T10:21:00.000Z",
                "categories": [],
            },
        ],
        "sources": ["CoinDesk", "Decrypt"],
        "categories": ["Market", "Bitcoin"],
        "source": "coindesk+decrypt",
        "as_of": "2026-11-23T10:29:50.000Z",
        "stale": False,
        "freshness": {
            "coindesk": {"source": "coindesk", "as_of": "2026-11-23T10:29:30.000Z", "stale": False},
            "decrypt": {"source": "decrypt", "as_of": "2026-11-23T10:29:50.000Z", "stale": False},
            "the_block": {"source": "the_block", "as_of": "2026-11-23T10:18:20.000Z", "stale": True},
        },
        "timestamp": "2026-11-23T10:30:00.000Z",
    }


def test_categories_are_in_the_order_of_the_contract() -> None:
    """However the articles come, the union has one order, each category once."""
    found = data(
        outlet("coindesk", article("A hack"), article("NFT news", 1), article("Bitcoin", 2), article("BTC", 3))
    )

    assert found["categories"] == ["Bitcoin", "NFT", "Security"]


def test_a_story_in_several_outlets_is_listed_once() -> None:
    """The article that was published first stands for it, in whatever house style the others wrote its title."""
    assert listed(
        outlet("coindesk", article('BITCOIN Is "Back"!', 4, "https://a.test/1")),
        outlet("decrypt", article("Bitcoin is back", 7, "https://b.test/1")),
        outlet("the_block", article("Bitcoin is back", 5, "https://c.test/1")),
    ) == [("Decrypt", "Bitcoin is back")]


def test_of_two_that_are_as_old_the_outlet_named_first_wins() -> None:
    """Which one is listed does not change from update to update."""
    items = [outlet(id_, article("Same", 5, f"https://{id_}.test/1")) for id_ in ("decrypt", "coindesk")]

    assert listed(*items) == [("Decrypt", "Same")]


def test_one_address_is_listed_once() -> None:
    """Whatever the titles are: outlets point at each other, and titles change."""
    assert listed(
        outlet(
            "coindesk", article("Old title", 9, "https://a.test/1"), article("New title", 3, "http://www.a.test/1/")
        ),
    ) == [("CoinDesk", "Old title")]


def test_a_column_has_the_same_title_every_day() -> None:
    """Twelve hours apart, the same title is another story."""
    day, evening, morning = (article("Markets wrap", hours * 60, f"https://a.test/{hours}") for hours in (48, 25, 13))
    found = data(outlet("coindesk", morning, evening, day))

    assert [row["url"] for row in found["articles"]] == ["https://a.test/25", "https://a.test/48"]


def test_titles_without_letters_are_compared_as_they_are() -> None:
    """Two titles of signs alone are not one story for having no letters."""
    assert (
        len(listed(outlet("coindesk", article("🚀", 1, "https://a.test/1"), article("🎉", 2, "https://a.test/2")))) == 2
    )


def test_the_newest_twenty_are_listed() -> None:
    """Of all outlets together."""
    items = [article(f"number {number}", number) for number in range(40)]
    found = listed(outlet("coindesk", *items[::2]), outlet("decrypt", *items[1::2]))

    assert [title for _, title in found] == [f"number {number}" for number in range(20)]


def test_what_lies_ahead_is_dropped_or_capped() -> None:
    """A clock may be ten minutes wrong, and then the article is of this moment; further ahead nobody has been."""
    found = data(outlet("coindesk", article("soon", -10), article("later", -10.1), article("now", 0.5)))

    assert [(row["title"], row["published_at"]) for row in found["articles"]] == [
        ("soon", "2026-11-23T10:30:00.000Z"),
        ("now", "2026-11-23T10:29:30.000Z"),
    ]


def test_a_week_before_the_newest_look_there_is_no_news() -> None:
    """The window ends with the newest look, not with the update: an outage does not empty the list."""
    week_min = 7 * 24 * 60
    items = (article("older", week_min + 11), article("week old", week_min + 9))

    assert listed(outlet("coindesk", *items, age_s=600)) == [("CoinDesk", "week old")]
    assert listed(outlet("coindesk", *items, age_s=0)) == []


def test_without_articles_the_sources_are_those_that_were_asked() -> None:
    """An empty list is true, and says who has nothing."""
    found = data(outlet("coindesk"), outlet("decrypt"))

    assert (found["articles"], found["sources"], found["categories"]) == ([], [], [])
    assert found["source"] == "coindesk+decrypt"


def test_an_outlet_that_fails_keeps_its_articles() -> None:
    """They are as true as before; only its freshness says that it fails, and the rest is fresh."""
    found = data(outlet("coindesk", article("old but true", 30), age_s=900, stale=True), outlet("decrypt"))

    assert [row["title"] for row in found["articles"]] == ["old but true"]
    assert (found["stale"], found["freshness"]["coindesk"]["stale"]) == (False, True)


def test_news_are_stale_when_no_outlet_answers() -> None:
    """The last good articles go on, marked."""
    found = data(outlet("coindesk", article("a"), stale=True), outlet("decrypt", article("b", 1), stale=True))

    assert found["stale"]
    assert len(found["articles"]) == 2


def test_without_an_outlet_there_is_no_update() -> None:
    """Nothing is published before anything is known."""
    assert collect((), START) is None


ITEMS = st.lists(
    st.builds(
        article,
        st.text(min_size=1, max_size=12).filter(str.strip),
        st.floats(-60, 20_000),
        st.integers(0, 40).map(lambda number: f"https://news.test/{number}"),
        st.lists(st.text(max_size=8), max_size=3).map(tuple),
    ),
    max_size=30,
)


@given(st.lists(ITEMS, min_size=1, max_size=3), st.booleans())
def test_every_update_is_valid(sealed: Validator, contents: Sequence[list[Article]], stale: bool) -> None:  # noqa: FBT001  drawn
    """Whatever the outlets have, the update is one of the contract, each article once and the newest first."""
    outlets = [outlet(id_, *items, stale=stale) for id_, items in zip(NAMES, contents, strict=False)]
    update = collect(outlets, START)
    assert update is not None
    text = encode(update, "news").text
    assert sealed.event("/ws/news", text)
    rows = json.loads(text)["data"]["articles"]

    assert len({row["id"] for row in rows}) == len(rows) <= 20
    assert [row["published_at"] for row in rows] == sorted((row["published_at"] for row in rows), reverse=True)
    assert all(row["published_at"] <= "2026-11-23T10:30:00.000Z" for row in rows)
