"""Settings: what an operator can choose, from flags, the environment and `.env`, in this order of precedence."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit, urlunsplit

from dotenv import dotenv_values
from pydantic import BaseModel, ConfigDict, Field, IPvAnyNetwork, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from contracts.generated.catalog import LIMITS, MAX_MESSAGE_BYTES
from service.errors import ConfigurationError

__all__ = ["PREFIX", "SECRET_MIN_CHARS", "ProviderSettings", "Settings", "load_settings", "origins", "shown"]

PREFIX = "GATEWAY_"
OF_CLIENTS = ("TOKEN",)
"""Variables that the commands read which ask a gateway, such as `gateway watch`; they may stand in the same `.env`."""
MASK = "…"
SECRET_MIN_CHARS = 8
"""Parts of an address that are shorter are words, such as `v3`."""
Signature = Literal["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "Ed25519"]
"""How a JWT may be signed: by whoever has a private key (RFC 7518 §3.1, RFC 9864). Nobody else can make one."""
_PROVIDER = re.compile(rf"{PREFIX}PROVIDER_(?P<id>\w+?)_(?P<field>URL|KEY)")


class ProviderSettings(BaseModel):
    """What can be chosen for each provider."""

    model_config = ConfigDict(frozen=True)

    url: str | None = None
    key: SecretStr | None = None


class Settings(BaseSettings):
    """All settings. Each is read from `GATEWAY_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, env_file=".env", extra="ignore", frozen=True)

    host: str = Field("127.0.0.1", description="Address to listen on; `0.0.0.0` for all.")
    port: int = Field(7860, ge=1, le=65535, description="Port to listen on.")
    coins: Annotated[tuple[str, ...], NoDecode] = Field(
        (), description="Ids of the coins, with commas between, such as `bitcoin,ethereum`; empty for the usual twenty."
    )
    assets_file: Path | None = Field(None, description="A TOML file of coins in place of the built-in one.")
    max_message_bytes: int = Field(
        MAX_MESSAGE_BYTES,
        ge=256,
        description="The longest message a client may send; a longer one is closed with 1009.",
    )
    max_connections: int = Field(10_000, ge=1, description="Clients in all; one more is refused with 503.")
    connections_per_address: int = Field(
        LIMITS.connections_per_address, ge=1, description="Clients from one address; one more is refused with 429."
    )
    handshakes_per_s: int = Field(
        LIMITS.handshakes_per_s,
        ge=1,
        description="Handshakes a second from one address, five times as many at once; one more is refused with 429.",
    )
    commands_per_s: int = Field(
        LIMITS.commands_per_s,
        ge=1,
        description="Commands a second of one client, four times as many at once; one more is `rate_limited`.",
    )
    mistakes_per_min: int = Field(
        LIMITS.mistakes_per_min, ge=1, description="Mistakes a minute of one client; one more ends it with 1008."
    )
    stall_s: float = Field(
        30.0, ge=1, le=3600, description="Seconds after which a client that reads nothing is closed with 1013."
    )
    trusted_proxies: Annotated[tuple[IPvAnyNetwork, ...], NoDecode] = Field(
        (), description="Networks whose `X-Forwarded-For` is believed, with commas between, such as `10.0.0.0/8`."
    )
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Web pages that may connect, with commas between, such as `https://app.example`."
        " The gateway's own page may when it is opened by an address or as `localhost`.",
    )
    auth: Literal["off", "token", "jwt"] = Field(
        "off",
        description="Whom to let in: `off` everybody, `token` who has one of `GATEWAY_TOKENS`, `jwt` who has a JWT.",
    )
    tokens: SecretStr | None = Field(
        None, description="Entries that `gateway token` prints, with commas between. They hold hashes, not the tokens."
    )
    jwt_issuer: str | None = Field(None, description="The `iss` of good JWTs.")
    jwt_audience: str | None = Field(None, description="The `aud` of good JWTs.")
    jwt_jwks_url: str | None = Field(
        None, description="Where the issuer's keys are (RFC 7517), an `https` address. Needs the extra `jwt`."
    )
    jwt_algorithms: Annotated[tuple[Signature, ...], NoDecode] = Field(
        ("RS256", "ES256"),
        min_length=1,
        description="The signatures of good JWTs, with commas between; none with a shared secret.",
    )
    tls_cert: Path | None = Field(None, description="A PEM file with the certificate; with it, `wss` is spoken.")
    tls_key: Path | None = Field(None, description="A PEM file with the certificate's private key.")
    workers: int = Field(
        1, ge=1, description="Processes that share the port. More than one needs an engine, and there is none yet."
    )
    drain_s: float = Field(10.0, ge=0, le=600, description="Seconds over which clients are closed before the end.")
    interval_scale: float = Field(
        1.0,
        gt=0,
        le=100,
        description="Length of a gateway second in real ones: 0.05 makes all intervals 20 times shorter. For tests.",
    )
    whale_threshold_usd: float = Field(
        1_000_000.0,
        gt=0,
        allow_inf_nan=False,
        description="The least a transfer is worth, in US dollars, that `whale_tracking` lists.",
    )
    database_url: SecretStr | None = Field(
        None,
        description="Where updates are archived: a file of SQLite, `data/gateway.db` when not given,"
        " or `postgresql://user:password@host/database`.",
    )
    archive_max_age_days: float = Field(7.0, gt=0, le=36_500, description="Archived updates older than this go.")
    archive_max_mb: float = Field(
        1024.0,
        ge=1,
        le=1_000_000_000,
        description="Megabytes of 1,048,576 bytes that the archive may take; beyond, the oldest updates go.",
    )
    archive_buffer_rows: int = Field(
        10_000,
        ge=1,
        description="Updates that wait in memory while the database cannot be written; beyond, the oldest are lost.",
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field("info", description="What is logged.")
    log_format: Literal["auto", "json", "text"] = Field(
        "auto", description="`auto`: text on a terminal, JSON elsewhere."
    )
    traces: Literal["off", "otlp"] = Field(
        "off",
        description="`otlp`: a span of each command and each tick goes to the collector that the standard `OTEL_*`"
        " variables name. Needs the extra `otel`.",
    )
    providers: Mapping[str, ProviderSettings] = Field(
        default_factory=dict,
        description="`GATEWAY_PROVIDER_<ID>_URL`, `GATEWAY_PROVIDER_<ID>_KEY`: address and key of one provider.",
    )

    @field_validator("coins", "trusted_proxies", "allowed_origins", "jwt_algorithms", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:
        return tuple(word.strip() for word in value.split(",") if word.strip()) if isinstance(value, str) else value


def load_settings(flags: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings; flags that are None count as not given.

    Raises ConfigurationError for a value that cannot be, and for a variable of ours that does not exist.
    """
    variables = _variables()
    _refuse_unknown(variables)
    given = {name: value for name, value in (flags or {}).items() if value is not None}
    try:
        return Settings(**given, providers=_providers(variables))
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = PREFIX + str(first["loc"][0]).upper()
        raise ConfigurationError(name, f"{first['input']!r} will not do: {first['msg']}") from error


def origins(flags: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Tell where each setting that is not a default comes from: `flag`, `environment` or `.env`."""
    exported = {name.upper() for name in os.environ}
    found = {variable: "environment" if variable in exported else ".env" for variable in _variables()}
    given = {PREFIX + name.upper(): "flag" for name, value in (flags or {}).items() if value is not None}
    return found | given


def shown(settings: Settings, variable: str) -> str:
    """Return the value of a setting by its variable, as one would write it, secrets masked."""
    if match := _PROVIDER.fullmatch(variable):
        chosen = settings.providers.get(match["id"].lower(), ProviderSettings())
        value: Any = _masked(chosen.url or "", match["id"].lower()) if match["field"] == "URL" else chosen.key
    else:
        value = getattr(settings, variable.removeprefix(PREFIX).lower())
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    return "" if value is None else str(value)


def _masked(url: str, provider: str) -> str:
    """Leave out of an address what may be a password or a key: rented nodes have theirs in the path."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASK
    _, at, place = parts.netloc.rpartition("@")
    words = [MASK if len(word) >= SECRET_MIN_CHARS and word != provider else word for word in parts.path.split("/")]
    path, query, fragment = "/".join(words), MASK if parts.query else "", MASK if parts.fragment else ""
    return urlunsplit((parts.scheme, f"{MASK}@{place}" if at else place, path, query, fragment))


def _variables() -> dict[str, str]:
    """Collect the variables of ours: `.env` first, the environment over it."""
    both = {**dotenv_values(".env"), **os.environ}
    ours = {name.upper(): value for name, value in both.items() if value is not None}
    return {name: value for name, value in ours.items() if name.startswith(PREFIX)}


def _providers(variables: Mapping[str, str]) -> dict[str, ProviderSettings]:
    found: dict[str, dict[str, str]] = {}
    for name, value in variables.items():
        if match := _PROVIDER.fullmatch(name):
            found.setdefault(match["id"].lower(), {})[match["field"].lower()] = value
    return {provider: ProviderSettings.model_validate(fields) for provider, fields in found.items()}


def _refuse_unknown(variables: Mapping[str, str]) -> None:
    known = [name.upper() for name in Settings.model_fields if name != "providers"]
    for name in variables:
        word = name.removeprefix(PREFIX)
        if word not in (*known, *OF_CLIENTS) and not _PROVIDER.fullmatch(name):
            # Without the prefix, which makes all of them alike.
            closest = get_close_matches(word, known, n=1)
            remedy = f"did you mean {PREFIX}{closest[0]}" if closest else "`gateway config` lists the settings"
            raise ConfigurationError(name, "there is no such setting", remedy)
