from __future__ import annotations

from typing import TYPE_CHECKING

from service.clock import SystemClock
from tests.fakes.mint import AUDIENCE, ISSUER, Mint, claims
from tests.fakes.peer import OK, saying, serving
from tests.live.deadline import until
from tests.live.guest import bearer, client, refusal

if TYPE_CHECKING:
    from tests.live.guest import Way
    from tests.live.stand import Launch

MINT = Mint()


def jwt(subject: str, life_s: float, scope: str = "stream") -> Way:
    """Make a token that is good from now on."""
    now = SystemClock().now().timestamp()
    return bearer(MINT.token(claims(sub=subject, scope=scope, nbf=now, exp=now + life_s)))


def settings(url: str) -> dict[str, str]:
    return {
        "GATEWAY_AUTH": "jwt",
        "GATEWAY_JWT_ISSUER": ISSUER,
        "GATEWAY_JWT_AUDIENCE": AUDIENCE,
        "GATEWAY_JWT_JWKS_URL": f"{url}/keys",
    }


async def test_a_jwt_that_expires_ends_the_connection(launch: Launch) -> None:
    """The issuer's key is fetched and proves the token; the notice comes, then 4401, while another client goes on."""
    document = MINT.document()
    async with serving(saying(OK + b"Content-Length: %d\r\n\r\n" % len(document) + document)) as url:
        stand = launch(settings=settings(url))
        async with (
            client(stand, "/ws", **jwt("ada", 4)) as short,
            client(stand, "/ws/market_data", **jwt("bob", 600, "stream:market_data")) as long,
        ):
            await short.do("subscribe", service="system")
            notice = await short.update("system")
            code = await short.close_code()

            assert notice["data"]["notice"] == "token_expiry"
            assert code == 4401
            assert (await long.do("ping"))["type"] == "pong"
        stranger = Mint().token(claims(exp=SystemClock().now().timestamp() + 60))
        expired = await refusal(stand, "/ws", **jwt("ada", -1))
        forged = await refusal(stand, "/ws", **bearer(stranger))

    assert expired[:2] == (401, "The token has expired")
    assert forged[:2] == (401, "The signature of the token is wrong")


async def test_while_the_issuer_is_down_nobody_is_sent_away_for_good(launch: Launch) -> None:
    """Without the issuer's keys the gateway is ready, and answers 503 and when to come again, not 401."""
    async with serving(saying()) as url:
        pass
    stand = launch(settings=settings(url))
    status, _, headers = await refusal(stand, "/ws", **jwt("ada", 60))

    assert (status, headers["retry-after"]) == (503, "5")
    until(lambda: "the issuer's keys could not be had" in stand.program.err or None, "a line of the log")
