# Generated from asyncapi.yaml by `python -m contracts generate`; do not edit.
"""Generated routers for AsyncAPI operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Any
from typing_extensions import Unpack

from asyncapi_python.kernel.application import BaseApplication
from asyncapi_python.kernel.endpoint import Publisher, Subscriber, RpcClient, RpcServer
from asyncapi_python.kernel.wire import AbstractWireFactory
from asyncapi_python.kernel.codec import CodecFactory
import asyncapi_python.kernel.document as spec
from .messages import json


class ConnectionEstablishedEventRouter(Publisher[json.ConnectionEstablishedEvent]):
    """connection_established_event operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="connection_established_event",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "ConnectionEstablishedEvent": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/ConnectionEstablishedEvent"},
                        summary=None,
                        name="ConnectionEstablishedEvent",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/ConnectionEstablishedEvent"},
                    summary=None,
                    name="ConnectionEstablishedEvent",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="connection_established_event",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class WelcomeEventRouter(Publisher[json.WelcomeEvent]):
    """welcome_event operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="welcome_event",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "WelcomeEvent": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/WelcomeEvent"},
                        summary=None,
                        name="WelcomeEvent",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/WelcomeEvent"},
                    summary=None,
                    name="WelcomeEvent",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="welcome_event",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class ErrorEventRouter(Publisher[json.ErrorEvent]):
    """error_event operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="error_event",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "ErrorEvent": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/ErrorEvent"},
                        summary=None,
                        name="ErrorEvent",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/ErrorEvent"},
                    summary=None,
                    name="ErrorEvent",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="error_event",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class SystemUpdateRouter(Publisher[json.SystemUpdate]):
    """system_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="system_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "SystemUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/SystemUpdate"},
                        summary=None,
                        name="SystemUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/SystemUpdate"},
                    summary=None,
                    name="SystemUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="system_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class MarketDataUpdateRouter(Publisher[json.MarketDataUpdate]):
    """market_data_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="market_data_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "MarketDataUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/MarketDataUpdate"},
                        summary=None,
                        name="MarketDataUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/MarketDataUpdate"},
                    summary=None,
                    name="MarketDataUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="market_data_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class ExplorersUpdateRouter(Publisher[json.ExplorersUpdate]):
    """explorers_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="explorers_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "ExplorersUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/ExplorersUpdate"},
                        summary=None,
                        name="ExplorersUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/ExplorersUpdate"},
                    summary=None,
                    name="ExplorersUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="explorers_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class NewsUpdateRouter(Publisher[json.NewsUpdate]):
    """news_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="news_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "NewsUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/NewsUpdate"},
                        summary=None,
                        name="NewsUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/NewsUpdate"},
                    summary=None,
                    name="NewsUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="news_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class SentimentUpdateRouter(Publisher[json.SentimentUpdate]):
    """sentiment_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="sentiment_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "SentimentUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/SentimentUpdate"},
                        summary=None,
                        name="SentimentUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/SentimentUpdate"},
                    summary=None,
                    name="SentimentUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="sentiment_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class WhaleTrackingUpdateRouter(Publisher[json.WhaleTrackingUpdate]):
    """whale_tracking_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="whale_tracking_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "WhaleTrackingUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/WhaleTrackingUpdate"},
                        summary=None,
                        name="WhaleTrackingUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/WhaleTrackingUpdate"},
                    summary=None,
                    name="WhaleTrackingUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="whale_tracking_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class RpcNodesUpdateRouter(Publisher[json.RpcNodesUpdate]):
    """rpc_nodes_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="rpc_nodes_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "RpcNodesUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/RpcNodesUpdate"},
                        summary=None,
                        name="RpcNodesUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/RpcNodesUpdate"},
                    summary=None,
                    name="RpcNodesUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="rpc_nodes_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class OnchainUpdateRouter(Publisher[json.OnchainUpdate]):
    """onchain_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="onchain_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "OnchainUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/OnchainUpdate"},
                        summary=None,
                        name="OnchainUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/OnchainUpdate"},
                    summary=None,
                    name="OnchainUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="onchain_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class HealthCheckerUpdateRouter(Publisher[json.HealthCheckerUpdate]):
    """health_checker_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="health_checker_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "HealthCheckerUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/HealthCheckerUpdate"},
                        summary=None,
                        name="HealthCheckerUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/HealthCheckerUpdate"},
                    summary=None,
                    name="HealthCheckerUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="health_checker_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class PoolManagerUpdateRouter(Publisher[json.PoolManagerUpdate]):
    """pool_manager_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="pool_manager_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "PoolManagerUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/PoolManagerUpdate"},
                        summary=None,
                        name="PoolManagerUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/PoolManagerUpdate"},
                    summary=None,
                    name="PoolManagerUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="pool_manager_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class SchedulerUpdateRouter(Publisher[json.SchedulerUpdate]):
    """scheduler_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="scheduler_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "SchedulerUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/SchedulerUpdate"},
                        summary=None,
                        name="SchedulerUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/SchedulerUpdate"},
                    summary=None,
                    name="SchedulerUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="scheduler_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class HuggingfaceUpdateRouter(Publisher[json.HuggingfaceUpdate]):
    """huggingface_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="huggingface_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "HuggingfaceUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/HuggingfaceUpdate"},
                        summary=None,
                        name="HuggingfaceUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/HuggingfaceUpdate"},
                    summary=None,
                    name="HuggingfaceUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="huggingface_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class PersistenceUpdateRouter(Publisher[json.PersistenceUpdate]):
    """persistence_update operation"""

    class Inputs(Publisher.Inputs):
        """Base inputs (no channel parameters)."""

        pass

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        operation = spec.Operation(
            action="send",
            title=None,
            summary=None,
            description=None,
            channel=spec.Channel(
                address="persistence_update",
                title=None,
                summary=None,
                description=None,
                servers=[],
                messages={
                    "PersistenceUpdate": spec.Message(
                        content_type="application/json",
                        headers=None,
                        payload={"$ref": "#/components/schemas/PersistenceUpdate"},
                        summary=None,
                        name="PersistenceUpdate",
                        title=None,
                        description=None,
                        deprecated=None,
                        correlation_id=None,
                        tags=[],
                        externalDocs=None,
                        bindings=None,
                        traits=[],
                        key="",
                    )
                },
                parameters={},
                tags=[],
                external_docs=None,
                bindings=None,
                key="/ping/pubsub",
            ),
            messages=[
                spec.Message(
                    content_type="application/json",
                    headers=None,
                    payload={"$ref": "#/components/schemas/PersistenceUpdate"},
                    summary=None,
                    name="PersistenceUpdate",
                    title=None,
                    description=None,
                    deprecated=None,
                    correlation_id=None,
                    tags=[],
                    externalDocs=None,
                    bindings=None,
                    traits=[],
                    key="",
                )
            ],
            reply=None,
            traits=[],
            security=[],
            tags=[],
            external_docs=None,
            bindings=None,
            key="persistence_update",
        )

        super().__init__(operation=operation, wire_factory=wire_factory, codec_factory=codec_factory)


class ProducerRouter:
    """Router aggregating all producer (send) operations."""

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        """Initialize producer router with all send operations."""
        self.connection_established_event = ConnectionEstablishedEventRouter(wire_factory, codec_factory)
        self.welcome_event = WelcomeEventRouter(wire_factory, codec_factory)
        self.error_event = ErrorEventRouter(wire_factory, codec_factory)
        self.system_update = SystemUpdateRouter(wire_factory, codec_factory)
        self.market_data_update = MarketDataUpdateRouter(wire_factory, codec_factory)
        self.explorers_update = ExplorersUpdateRouter(wire_factory, codec_factory)
        self.news_update = NewsUpdateRouter(wire_factory, codec_factory)
        self.sentiment_update = SentimentUpdateRouter(wire_factory, codec_factory)
        self.whale_tracking_update = WhaleTrackingUpdateRouter(wire_factory, codec_factory)
        self.rpc_nodes_update = RpcNodesUpdateRouter(wire_factory, codec_factory)
        self.onchain_update = OnchainUpdateRouter(wire_factory, codec_factory)
        self.health_checker_update = HealthCheckerUpdateRouter(wire_factory, codec_factory)
        self.pool_manager_update = PoolManagerUpdateRouter(wire_factory, codec_factory)
        self.scheduler_update = SchedulerUpdateRouter(wire_factory, codec_factory)
        self.huggingface_update = HuggingfaceUpdateRouter(wire_factory, codec_factory)
        self.persistence_update = PersistenceUpdateRouter(wire_factory, codec_factory)


class ConsumerRouter:
    """Router aggregating all consumer (receive) operations."""

    def __init__(self, wire_factory: AbstractWireFactory[Any, Any], codec_factory: CodecFactory[Any, Any]):
        """Initialize consumer router with all receive operations."""
