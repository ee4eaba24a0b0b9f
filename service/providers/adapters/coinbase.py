"""Coinbase Advanced: last prices in US dollars. One exchange's volume is not the market's, so there is none.

Source: https://docs.cdp.coinbase.com/api-reference/advanced-trade-api/rest-api/public/list-public-products (2026-08)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from service.errors import ProviderError, ProviderPayloadError, RateLimited
from service.providers.http import Request
from service.providers.meaning import Words, meaning
from service.providers.quotes import Quote, Quotes
from service.providers.reading import Number, decode, each, gather, listed, number, price

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.providers.assets import Asset

__all__ = ["PROVIDER", "parse", "request"]

PROVIDER: Final = "coinbase"

ERRORS: Final[Words] = (
    ("rate limit", RateLimited),
    ("too many", RateLimited),
    ("resource_exhausted", RateLimited),
)
"""Parts of error texts that say more than that the question was wrong."""


class _Product(msgspec.Struct):
    product_id: str
    price: Number = None
    price_percentage_change_24h: Number = None
    trading_disabled: bool = False


class _Answer(msgspec.Struct):
    products: list[msgspec.Raw] | None = None
    error: str = ""
    message: str = ""


_ANSWER: Final = msgspec.json.Decoder(_Answer)
_PRODUCT: Final = msgspec.json.Decoder(_Product)


def request(assets: Sequence[Asset]) -> Request:
    """Ask for the products of the US dollar markets. Unknown products are left out of the answer."""
    return Request(
        path="/api/v3/brokerage/market/products",
        query=tuple(("product_ids", product_id) for product_id in _ids(assets)),
    )


def parse(body: bytes, assets: Sequence[Asset]) -> Quotes:
    """Read a list of products. Coinbase does not say of when they are, so `as_of` is None.

    A product whose trading is disabled keeps its last price for good; it is left out.
    """
    ids = _ids(assets)
    answer = decode(PROVIDER, body, _ANSWER)
    if answer.products is None:
        raise _error(answer)
    return gather(
        PROVIDER,
        {
            ids[product.product_id]: Quote(last, change=number(product.price_percentage_change_24h))
            for product in each(answer.products, _PRODUCT)
            if product.product_id in ids and not product.trading_disabled and (last := price(product.price)) is not None
        },
    )


def _ids(assets: Sequence[Asset]) -> Mapping[str, str]:
    return listed(PROVIDER, {asset.coinbase: asset.id for asset in assets})


def _error(answer: _Answer) -> ProviderError:
    text = ": ".join(filter(None, (answer.error, answer.message)))
    if not text:
        return ProviderPayloadError(PROVIDER, "no products in the answer")
    return meaning(PROVIDER, text, words=ERRORS)
