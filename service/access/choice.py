"""The authority that the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.access.authority import Nobody
from service.access.claims import Expected
from service.access.keys import Keys
from service.access.tokens import TokenAuthority, read_entries
from service.errors import ConfigurationError

if TYPE_CHECKING:
    from service.access.authority import Authority
    from service.clock import Clock
    from service.settings import Settings

__all__ = ["authority"]

NEEDED = {"off": (), "token": ("tokens",), "jwt": ("jwt_issuer", "jwt_audience", "jwt_jwks_url")}
"""The settings that mean something for each `GATEWAY_AUTH`, and only for it."""


def authority(settings: Settings, clock: Clock) -> Authority:
    """Make the authority for `GATEWAY_AUTH`.

    Raises ConfigurationError when a setting that it needs is missing or will not do, and also when one is there that
    it does not look at: whoever sets tokens believes that they are asked for.
    """
    given = {name: _value(settings, name) for names in NEEDED.values() for name in names}
    for name, value in given.items():
        if name in NEEDED[settings.auth] and not value:
            raise ConfigurationError(_variable(name), f"it is empty, and GATEWAY_AUTH={settings.auth} needs it")
        if name not in NEEDED[settings.auth] and value:
            wanted = next(auth for auth, names in NEEDED.items() if name in names)
            raise ConfigurationError(
                "GATEWAY_AUTH",
                f"{settings.auth} does not look at {_variable(name)}",
                f"set it to {wanted}, or drop that",
            )
    match settings.auth:
        case "off":
            return Nobody()
        case "token":
            return TokenAuthority(read_entries(given["tokens"]))
        case "jwt":
            expected = Expected(given["jwt_issuer"], given["jwt_audience"])
            return _jwt(expected, given["jwt_jwks_url"], settings.jwt_algorithms, clock)


def _jwt(expected: Expected, url: str, algorithms: tuple[str, ...], clock: Clock) -> Authority:
    try:
        from service.access.issuer import Issuer, check_url  # noqa: PLC0415  needs an extra
        from service.access.jwt import JwtAuthority  # noqa: PLC0415  needs an extra
    except ImportError as error:
        problem, remedy = "jwt needs the package joserfc", "install crypto-gateway[jwt]"
        raise ConfigurationError("GATEWAY_AUTH", problem, remedy) from error
    keys = Keys(Issuer(check_url("GATEWAY_JWT_JWKS_URL", url)), clock)
    return JwtAuthority(keys, expected, algorithms, clock)


def _value(settings: Settings, name: str) -> str:
    value = getattr(settings, name)
    return "" if value is None else str(getattr(value, "get_secret_value", lambda: value)()).strip()


def _variable(name: str) -> str:
    return f"GATEWAY_{name.upper()}"
