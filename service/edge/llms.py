"""`/llms.txt`: the gateway in one page for language models (https://llmstxt.org), written from the contract."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any, Final

from litestar import MediaType, Request, Response, get

from contracts.generated.catalog import API_VERSION, ENDPOINTS, SERVICES, TITLE
from service.edge.docs import PAGES, page_name
from service.edge.documents import document
from service.edge.rest import carriers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from litestar.openapi.spec import OpenAPI

    from contracts.document import Document

__all__ = ["conversation", "llms"]

ADDRESS: Final = "/ws/master"
"""Where the conversation is held: it carries every service, and subscribes none by itself."""


@get("/llms.txt", include_in_schema=False)
async def llms(request: Request[Any, Any, Any]) -> Response[str]:
    """Return the page, with whole addresses: whoever reads it may know nothing of where it came from."""
    whole = await asyncio.to_thread(document)
    secure = "s" if request.url.scheme == "https" else ""
    text = "\n".join(_lines(whole, request.app.openapi_schema, request.url.netloc, secure))
    return Response(text, media_type=MediaType.TEXT)


def conversation(whole: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield frames of a conversation at `/ws/master`, each with who sends it, made of the contract's examples."""

    def example(name: str) -> dict[str, Any]:
        payload: dict[str, Any] = whole.messages[name].examples[0]
        return payload

    greeting, confirmed = example("ConnectionEstablishedEvent"), example("SubscriptionConfirmedEvent")
    scope = {"endpoint": ADDRESS, "subscriptions": [], "available_services": list(ENDPOINTS[ADDRESS].scope)}
    service, request_id = confirmed["data"]["service"], confirmed["data"]["request_id"]
    yield "gateway", {**greeting, "data": greeting["data"] | scope}
    yield "gateway", example("WelcomeEvent")
    yield "client", {**example("SubscribeCommand"), "service": service, "request_id": request_id}
    yield "gateway", confirmed
    yield "gateway", example(SERVICES[service].update)


def _lines(whole: Document, openapi: OpenAPI, host: str, secure: str) -> Iterator[str]:
    root, stream = f"http{secure}://{host}", f"ws{secure}://{host}"
    summary, *_ = whole.description.split("\n\n")
    yield f"# {TITLE}\n\n> {' '.join(summary.split())}\n"
    yield f"Version {API_VERSION} of the API. The contract is AsyncAPI, of the server; its prose has the rules.\n"
    yield f"A conversation at {stream}{ADDRESS}, one JSON object a text frame:\n"
    for speaker, frame in conversation(whole):
        yield f"    {speaker}: {json.dumps(frame, ensure_ascii=False)}"
    yield "\n## Contract\n"
    yield f"- [asyncapi.yaml]({root}/asyncapi.yaml): addresses, messages, schemas, limits, error codes, close codes"
    yield f"- [asyncapi.json]({root}/asyncapi.json): the same for programs"
    yield f"- [OpenAPI]({root}/schema): the HTTP interface"
    yield f"- [Documents]({root}/docs): both, for people"
    yield "\n## Addresses\n"
    for name, path in PAGES.items():
        about = ENDPOINTS[path]
        subscribed = "subscribed on connect" if about.auto else "subscribe by command"
        yield f"- [{path}]({root}/docs/endpoints/{name}): {about.description} {stream}{path}, {subscribed}"
    yield "\n## Services\n"
    for service in SERVICES.values():
        page = f"{root}/docs/endpoints/{page_name(carriers(service.name)[0].path)}"
        yield f"- [{service.name}]({page}#{service.update}): {service.description}, every {service.interval_s:g} s"
    yield "\n## HTTP\n"
    for path, item in (openapi.paths or {}).items():
        for method in ("get", "post"):
            if operation := getattr(item, method):
                yield f"- [{method.upper()} {path}]({root}{path}): {operation.summary}"
    yield "\n## Clients\n"
    yield (
        f"- [Typed clients]({root}/docs#clients): `gateway sdk python --endpoint {ADDRESS} -o client` writes one that "
        "reconnects; `typescript` in place of `python` another"
    )
    yield f"- [Console]({root}/#/console?endpoint={ADDRESS}): talk with an address by hand\n"
