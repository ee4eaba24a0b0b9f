"""What each command does: one function a command, from a session to an Outcome."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol, assert_never

from contracts.generated.application.messages.json import (
    ErrorData,
    ErrorEvent,
    GetStatusCommand,
    PingCommand,
    PongData,
    PongEvent,
    StatusData,
    StatusEvent,
    SubscribeCommand,
    SubscriptionConfirmedEvent,
    SubscriptionData,
    UnsubscribeCommand,
    UnsubscriptionConfirmedEvent,
)
from service.envelope import encode
from service.errors import CommandError
from service.gateway.hub import Outcome
from service.handlers.decode import decode, invalid_service, request_id_of

if TYPE_CHECKING:
    from datetime import datetime

    from pydantic import BaseModel

    from contracts.generated.catalog import Limits
    from contracts.generated.commands import Command
    from service.gateway.session import Session

__all__ = ["View", "answer", "refuse", "turn_away"]


class View(Protocol):
    """What a command may see of the other clients."""

    @property
    def total_clients(self) -> int:
        """How many clients are connected."""


def answer(text: str, session: Session, view: View, at: datetime) -> Outcome:
    """Carry out one frame of a client. Every frame gets exactly one reply."""
    session = replace(session, last_activity=at)
    try:
        return _execute(decode(text, session.scope), session, view, at)
    except CommandError as error:
        return refuse(error, session, at)


def turn_away(text: str, session: Session, limits: Limits, at: datetime) -> Outcome:
    """Answer a frame that is one too many. It is not carried out."""
    error = CommandError(
        "rate_limited", f"More than {limits.commands_per_s} commands a second", request_id=request_id_of(text)
    )
    return refuse(error, replace(session, last_activity=at), at)


def refuse(error: CommandError, session: Session, at: datetime) -> Outcome:
    """Answer a frame that could not be carried out. The session stays as it is."""
    data = ErrorData(
        message=error.message,
        code=error.code,
        available_services=list(error.available_services) or None,
        supported_actions=list(error.supported_actions) or None,
        hint=error.hint,
        field=error.field,
        request_id=error.request_id,
    )
    event = ErrorEvent(service="system", type="error", data=data, timestamp=at)
    return Outcome(session, (encode(event, "system"),), error.code, error.action)


def _execute(command: Command, session: Session, view: View, at: datetime) -> Outcome:
    match command:
        case SubscribeCommand():
            return _subscribe(command, session, at)
        case UnsubscribeCommand():
            return _unsubscribe(command, session, at)
        case GetStatusCommand():
            return _get_status(command, session, view, at)
        case PingCommand():
            return _ping(command, session, at)
    assert_never(command)


def _subscribe(command: SubscribeCommand, session: Session, at: datetime) -> Outcome:
    after = replace(session, subscriptions=session.subscriptions | _topics(command, session))
    data = _subscription_data(command, after)
    return _reply(
        command,
        after,
        SubscriptionConfirmedEvent(service="system", type="subscription_confirmed", data=data, timestamp=at),
    )


def _unsubscribe(command: UnsubscribeCommand, session: Session, at: datetime) -> Outcome:
    gone = session.subscriptions if command.service == "all" else _topics(command, session)
    after = replace(session, subscriptions=session.subscriptions - gone)
    data = _subscription_data(command, after)
    return _reply(
        command,
        after,
        UnsubscriptionConfirmedEvent(service="system", type="unsubscription_confirmed", data=data, timestamp=at),
    )


def _get_status(command: GetStatusCommand, session: Session, view: View, at: datetime) -> Outcome:
    data = StatusData(
        client_id=session.client_id,
        endpoint=session.endpoint.path,
        connected_at=session.connected_at,
        last_activity=session.last_activity,
        subscriptions=session.listed(),
        total_clients=view.total_clients,
        request_id=command.request_id,
    )
    return _reply(command, session, StatusEvent(service="system", type="status", data=data, timestamp=at))


def _ping(command: PingCommand, session: Session, at: datetime) -> Outcome:
    echoed = command.data.model_dump() if command.data is not None else {}
    if command.request_id is not None:
        echoed["request_id"] = command.request_id
    data = PongData.model_validate(echoed)
    return _reply(command, session, PongEvent(service="system", type="pong", data=data, timestamp=at))


def _topics(command: SubscribeCommand | UnsubscribeCommand, session: Session) -> frozenset[str]:
    """Return what a command's `service` stands for. Raises CommandError when it is out of scope."""
    scope = session.scope
    if command.service == "all":
        return frozenset(scope)
    if command.service != "system" and command.service not in scope:
        is_carried = command.service in session.endpoint.scope
        code = "not_authorized" if is_carried else "service_not_available"
        error = invalid_service(code, command.service, scope)
        error.request_id, error.action = command.request_id, command.action
        raise error
    return frozenset((command.service,))


def _subscription_data(command: SubscribeCommand | UnsubscribeCommand, session: Session) -> SubscriptionData:
    return SubscriptionData(service=command.service, subscriptions=session.listed(), request_id=command.request_id)


def _reply(command: Command, session: Session, event: BaseModel) -> Outcome:
    return Outcome(session, (encode(event, "system"),), action=command.action)
