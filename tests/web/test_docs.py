from __future__ import annotations

import ast
import json
import subprocess
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from contracts.document import load
from contracts.generated.catalog import ENDPOINTS
from service.edge.docs import PAGES
from tests.web.modules import evaluate, needs_node
from tests.web.said import clauses, messages, plain, schema_words, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from tests.live.stand import Stand
    from tests.web.screen import Screen

pytestmark = pytest.mark.live

RAW = load().raw
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
SCALAR = "/web/vendor/scalar/standalone.js"
LANGUAGES = {"websocat", "curl", "Python", "JavaScript", "TypeScript"}
SHOWN = """() => Object.fromEntries([...document.querySelectorAll('details.message')].map((message) => [message.id, {
  text: message.textContent, examples: [...message.querySelectorAll('pre')].map((pre) => JSON.parse(pre.textContent)),
}]))"""
FITS = "() => document.documentElement.scrollWidth <= innerWidth"


def at(screen: Screen, path: str) -> Screen:
    """Open a page of the documents."""
    screen.page.goto(screen.url + path)
    screen.page.locator("main h2").wait_for()
    return screen


def with_reference(screen: Screen) -> Screen:
    """Open the page of the whole contract, and wait until its last part is drawn."""
    at(screen, "/docs").page.locator("#http").scroll_into_view_if_needed()
    screen.page.locator(".reference h2", has_text="Models").wait_for()
    screen.page.evaluate("() => document.getElementById('http').scrollIntoView()")
    return screen


def unsaid(screen: Screen, wanted: Mapping[str, Any]) -> dict[str, list[str]]:
    """Tell what of these messages the page does not say, by their names."""
    shown = screen.page.evaluate(SHOWN)
    missing: dict[str, list[str]] = {}
    for name, message in wanted.items():
        text = " ".join(shown[name]["text"].split())
        words = [message["name"], message["title"], plain(message["summary"]), *schema_words(RAW, message["payload"])]
        missing[name] = [word for word in words if word not in text]
        assert shown[name]["examples"] == [example["payload"] for example in message["examples"]]
    assert shown.keys() == wanted.keys()
    return {name: words for name, words in missing.items() if words}


def text_of(screen: Screen) -> str:
    return " ".join(screen.page.evaluate("() => document.querySelector('main').textContent").split())


@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_an_endpoint_says_all_that_the_contract_does(
    gateway: Stand, look: Callable[..., Screen], name: str
) -> None:
    """Every message with its fields and examples, every code and limit, every clause of the prose, every service."""
    endpoint = ENDPOINTS[PAGES[name]]
    screen = at(look(gateway.url), f"/docs/endpoints/{name}")
    text = text_of(screen)

    assert unsaid(screen, messages(RAW, endpoint.channel)) == {}
    assert [words for words in (*terms(RAW), *clauses(RAW), plain(endpoint.description)) if words not in text] == []
    assert f"{gateway.socket_url}{endpoint.path}" in text
    assert f"Services{', '.join(endpoint.scope)}" in text
    assert f"Subscribed{'on connect' if endpoint.auto else 'by command'}" in text
    assert screen.page.title().startswith(endpoint.path)
    assert screen.audit() == []


def test_the_page_of_the_contract_says_all_of_it(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Every message of any address stands there once, and every address has a link to its page."""
    screen = at(look(gateway.url), "/docs")
    everything = {name: message for channel in RAW["channels"] for name, message in messages(RAW, channel).items()}
    text = text_of(screen)

    assert unsaid(screen, everything) == {}
    assert [words for words in (*terms(RAW), *clauses(RAW)) if words not in text] == []
    for name, path in PAGES.items():
        assert screen.page.locator(f"main a[href='/docs/endpoints/{name}']").inner_text() == path


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_reference_of_http_is_drawn_from_openapi(gateway: Stand, look: Callable[..., Screen], scheme: str) -> None:
    """It shows every path, has the colours of the page, sends nothing anywhere, and can be used by everybody."""
    screen = with_reference(look(gateway.url, color_scheme=scheme))
    text = screen.page.locator(".reference").inner_text()
    colour = screen.page.evaluate("() => getComputedStyle(document.body).backgroundColor")

    assert [path for path in gateway.get("/schema/openapi.json").json["paths"] if path not in text] == []
    assert colour == {"light": "rgb(246, 247, 249)", "dark": "rgb(16, 20, 25)"}[scheme]
    assert screen.page.locator("main").count() == 1
    assert screen.page.get_by_role("button", name="Test Request").count() == 0
    assert screen.audit() == []
    screen.shot(f"docs-http-{scheme}")


@pytest.mark.parametrize("path", ["/", "/docs/endpoints/ws"])
def test_the_reference_is_loaded_by_no_other_page(gateway: Stand, look: Callable[..., Screen], path: str) -> None:
    """What is large comes only to who reads that page, and there only when they come near."""
    screen = look(gateway.url)
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    screen.page.goto(gateway.url + path)
    screen.page.locator("main h2").first.wait_for()
    screen.page.wait_for_load_state("networkidle") if path != "/" else screen.wait_for_data()
    assert SCALAR not in asked

    with_reference(screen)
    assert asked.count(SCALAR) == 1


@pytest.mark.parametrize("path", ["/docs", "/docs/endpoints/ws", "/docs/endpoints/market_data"])
def test_the_documents_fit_a_phone(gateway: Stand, look: Callable[..., Screen], path: str) -> None:
    """On a narrow screen nothing sticks out, in light and in dark, folded and unfolded."""
    for scheme in ("light", "dark"):
        screen = at(look(gateway.url, color_scheme=scheme, **PHONE), path)
        screen.shot(f"docs-{path.rpartition('/')[2]}-phone-{scheme}")
        assert screen.page.evaluate(FITS)
        assert screen.audit() == []
    screen.page.get_by_role("button", name="Unfold all").click()
    assert screen.page.locator("details.message:not([open])").count() == 0
    assert screen.page.evaluate(FITS)
    screen.page.get_by_role("button", name="Fold all", exact=True).click()
    assert screen.page.locator("details.message[open]").count() == 0


def test_the_reference_fits_a_phone(gateway: Stand, look: Callable[..., Screen]) -> None:
    """What others wrote does not stick out either."""
    screen = with_reference(look(gateway.url, **PHONE))

    assert screen.page.evaluate(FITS)
    screen.shot("docs-http-phone")


def test_try_it_opens_the_console_at_the_endpoint(gateway: Stand, look: Callable[..., Screen]) -> None:
    """The link leads to the console with the endpoint chosen, and from there a connection is one click away."""
    screen = at(look(gateway.url), "/docs/endpoints/sentiment")
    screen.page.get_by_role("link", name="Try it in the console").click()
    screen.wait_for("() => document.querySelector('main select')?.value === '/ws/sentiment'")
    screen.page.get_by_role("button", name="Connect", exact=True).click()

    assert '"/ws/sentiment"' in screen.page.locator(".line", has_text="ConnectionEstablishedEvent").inner_text()


def test_the_documents_and_the_dashboard_lead_to_each_other(gateway: Stand, look: Callable[..., Screen]) -> None:
    """Neither is a dead end."""
    screen = look(gateway.url).open()
    screen.page.locator("a[href='/docs']").first.click()
    screen.page.locator("nav a[href='/docs/endpoints/news']").click()
    screen.wait_for("() => document.querySelector('main h2')?.textContent.includes('/ws/news')")
    screen.page.get_by_role("link", name="Dashboard").click()

    screen.wait_for_data()


def test_an_address_with_a_fragment_unfolds_what_it_names(gateway: Stand, look: Callable[..., Screen]) -> None:
    """A link to a message shows it, on arrival and later; one that names nothing does no harm."""
    screen = at(look(gateway.url), "/docs/endpoints/data#NewsUpdate")
    assert screen.page.locator("details#NewsUpdate[open]").count() == 1
    assert screen.page.locator("details#OnchainUpdate[open]").count() == 0
    screen.page.evaluate("() => { location.hash = '#OnchainUpdate'; }")
    screen.page.locator("details#OnchainUpdate[open]").wait_for()

    at(screen, "/docs/endpoints/data#%E0%A4%A")


def test_programs_in_every_language_can_be_copied(
    gateway: Stand, look: Callable[..., Screen], tmp_path: Path, node_modules: Path
) -> None:
    """Each names the address; those in Python, JavaScript and TypeScript are programs without a mistake."""
    screen = at(look(gateway.url), "/docs/endpoints/monitoring")
    languages = screen.page.locator("[aria-label=Language] button")
    texts: dict[str, str] = {}
    for button in languages.all():
        button.click()
        texts[button.inner_text()] = screen.page.locator("pre[aria-label^='program']").inner_text()

    assert texts.keys() == LANGUAGES
    assert [name for name, text in texts.items() if f"127.0.0.1:{gateway.port}/ws/monitoring" not in text] == []
    ast.parse(texts["Python"])
    (tmp_path / "program.mjs").write_text(texts["JavaScript"], encoding="utf-8")
    (tmp_path / "program.ts").write_text(texts["TypeScript"], encoding="utf-8")
    subprocess.run(["node", "--check", "program.mjs"], cwd=tmp_path, check=True)
    compiler = node_modules / "node_modules" / ".bin" / "tsc"
    options = ["--strict", "--noEmit", "--target", "es2022", "--lib", "es2022,dom", "--types", "", "program.ts"]
    done = subprocess.run([compiler, *options], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_without_a_contract_the_page_says_so(gateway: Stand, look: Callable[..., Screen]) -> None:
    """When the gateway does not answer there is a reason and a way on, not an empty page."""
    screen = look(gateway.url)
    screen.page.route("**/asyncapi.json", lambda route: route.abort())

    def arrive() -> None:
        at(screen, "/docs")

    screen.while_away(arrive)

    assert "does not answer" in screen.page.get_by_role("alert").inner_text()
    assert screen.audit() == []


@needs_node
def test_a_rule_that_the_page_has_no_words_for_is_shown_as_it_stands(tmp_path: Path) -> None:
    """Nothing of a schema is dropped because nobody thought of it; a schema within itself ends."""
    program = """
    import { shape } from './web/docs/shape.js';
    answer(shape(input, input));
    """
    tree = {
        "type": "object",
        "propertyNames": {"maxLength": 3},
        "properties": {
            "size": {"type": "integer", "multipleOf": 5, "x-unit": "bytes"},
            "part": {"$ref": "#/properties/part/anyOf/0", "description": "A part."},
            "odd": {
                "anyOf": [{"type": "string", "pattern": "^a"}, {"type": "integer", "maximum": 3}, {"type": "null"}]
            },
            "list": {"type": ["array", "null"], "items": {"enum": ["a", 1]}, "minItems": 2},
        },
        "additionalProperties": False,
    }
    tree["properties"]["part"] = {"type": "object", "properties": {"parts": {"$ref": "#/properties/part"}}}  # type: ignore[index]  # a tree
    text = json.dumps(evaluate(tmp_path, program, tree), ensure_ascii=False)

    for word in (
        "propertyNames",
        "multipleOf: 5",
        "x-unit",
        "matches ^a",
        "at most 3",
        '["a", 1]',
        "As above",
        "2 items",
    ):
        assert word in text, word
    assert "no other fields" in text
