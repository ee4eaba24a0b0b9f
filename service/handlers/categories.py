"""Categories: what an article is about, in the words of the contract."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CATEGORIES", "categorise"]

CATEGORIES: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (
        "Market",
        (
            *("market", "markets", "price", "prices", "trading", "trader", "traders", "rally", "rallies", "surge"),
            *("surges", "soars", "slump", "slumps", "slides", "plunges", "crash", "bull", "bullish", "bear", "bearish"),
            *("liquidation", "liquidations", "futures", "options", "etf", "etfs", "all time high", "inflows"),
            *("outflows", "volatility", "derivatives"),
        ),
    ),
    (
        "Bitcoin",
        ("bitcoin", "btc", "satoshi", "satoshis", "lightning network", "halving", "taproot", "ordinals", "bip"),
    ),
    ("Ethereum", ("ethereum", "eth", "ether", "vitalik", "buterin", "erc 20", "layer 2", "rollup", "rollups", "eip")),
    (
        "Altcoins",
        (
            *("altcoin", "altcoins", "memecoin", "memecoins", "meme coin", "meme coins", "solana", "xrp", "ripple"),
            *("cardano", "dogecoin", "doge", "shiba inu", "bnb", "polkadot", "avalanche", "litecoin", "chainlink"),
            *("tron", "toncoin", "sui", "aptos", "pepe", "hyperliquid"),
        ),
    ),
    (
        "DeFi",
        (
            *("defi", "decentralized finance", "dex", "dexs", "amm", "lending", "liquidity pool", "yield", "staking"),
            *("restaking", "tvl", "uniswap", "aave", "lido", "curve finance", "makerdao"),
        ),
    ),
    ("NFT", ("nft", "nfts", "non fungible", "opensea", "collectible", "collectibles", "digital art", "metaverse")),
    (
        "Regulation",
        (
            *("regulation", "regulations", "regulator", "regulators", "regulatory", "sec", "cftc", "mica", "senate"),
            *("congress", "lawsuit", "sues", "court", "judge", "law", "laws", "bill", "legal", "policy", "tax", "ban"),
            *("sanctions", "compliance", "treasury department", "doj", "fca", "esma", "legislation"),
        ),
    ),
    (
        "Technology",
        (
            *("technology", "tech", "upgrade", "hard fork", "soft fork", "mainnet", "testnet", "protocol", "developer"),
            *("developers", "zero knowledge", "zk", "ai", "mining", "miner", "miners", "hashrate", "node", "nodes"),
            *("open source", "release", "newsletter", "wallet", "wallets"),
        ),
    ),
    (
        "Business",
        (
            *("business", "company", "companies", "acquires", "acquisition", "merger", "ipo", "funding", "raises"),
            *("venture", "earnings", "revenue", "partnership", "bank", "banks", "ceo", "layoffs", "hires", "treasury"),
            *("institutional", "coinbase", "blackrock", "strategy"),
        ),
    ),
    (
        "Security",
        (
            *(
                "security",
                "hack",
                "hacks",
                "hacked",
                "hacker",
                "hackers",
                "exploit",
                "exploited",
                "exploiter",
                "breach",
            ),
            *("stolen", "steals", "theft", "scam", "scams", "phishing", "rug pull", "vulnerability", "drained"),
            *("ransomware", "malware", "fraud", "money laundering"),
        ),
    ),
)
"""Each category of the contract, in its order, with the words and phrases that lead to it; lower case."""

_WORD: Final = re.compile(r"[a-z0-9]+")


def categorise(title: str, tags: Iterable[str]) -> list[str]:
    """Return the categories that the words of a title and of its tags lead to, in the contract's order; often none."""
    parts = (" ".join(_WORD.findall(text.lower())) for text in (title, *tags))
    words = f" {' | '.join(parts)} "
    return [name for name, phrases in CATEGORIES if any(f" {phrase} " in words for phrase in phrases)]
