"""The wire under the generated Application: what its producers send goes to the hub as one frame.

asyncapi-python 0.3.1 asks for a wire factory and takes its codecs from a registry by content type. Its own JSON codec
writes Python names for wire names and null for absent fields, so ours takes its place. The Application has no
consumers: commands need their connection, which its handlers do not see; `service.handlers.commands` dispatches on the
generated union instead.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from asyncapi_python.contrib.codec.registry import CodecRegistry
from asyncapi_python.kernel.codec import Codec, CodecFactory
from asyncapi_python.kernel.wire import AbstractWireFactory, EndpointParams

from contracts.generated.application import Application
from service.envelope import Frame, encode

if TYPE_CHECKING:
    from collections.abc import Callable

    from asyncapi_python.kernel.document.message import Message
    from asyncapi_python.kernel.wire.typing import Consumer, Producer
    from pydantic import BaseModel
    from typing_extensions import Unpack

__all__ = ["HubWire", "application"]


def application(publish: Callable[[Frame], None]) -> Application:
    """Make the generated Application, with producers that publish frames. It wants `start()` before the first send."""
    CodecRegistry.register("application/json", FrameCodecs)
    return Application(HubWire(publish))


class FrameCodec(Codec["BaseModel", Frame]):
    """Encodes an update as the frame of its service."""

    def encode(self, payload: BaseModel) -> Frame:
        """Encode once, for all receivers."""
        return encode(payload, topic=payload.service)  # type: ignore[attr-defined]

    def decode(self, payload: Frame) -> BaseModel:
        """Refuse: nothing comes in on this wire."""
        raise NotImplementedError

    def extract_field(self, payload: BaseModel, location: str) -> str:
        """Refuse: no channel has parameters."""
        raise NotImplementedError


class FrameCodecs(CodecFactory["BaseModel", Frame]):
    """Hands out the one codec there is."""

    def create(self, message: Message) -> FrameCodec:
        """Return the codec for a message of the contract."""
        return FrameCodec()


class HubProducer:
    """A producer whose channel is the hub."""

    def __init__(self, publish: Callable[[Frame], None]) -> None:
        self._publish = publish

    async def start(self) -> None:
        """Do nothing: the hub needs no connection."""

    async def stop(self) -> None:
        """Do nothing."""

    async def send_batch(self, messages: list[Any], *, address_override: str | None = None) -> None:
        """Publish each frame to the listeners of its service."""
        for message in messages:
            self._publish(message.payload)


class HubWire(AbstractWireFactory[Any, Any]):
    """Makes producers that end at the hub."""

    def __init__(self, publish: Callable[[Frame], None]) -> None:
        self._publish = publish

    async def create_producer(self, **kwargs: Unpack[EndpointParams]) -> Producer[Any]:
        """Make the producer of one operation."""
        return HubProducer(self._publish)

    async def create_consumer(self, **kwargs: Unpack[EndpointParams]) -> Consumer[Any]:
        """Refuse: the projection has no operations that receive."""
        raise NotImplementedError
