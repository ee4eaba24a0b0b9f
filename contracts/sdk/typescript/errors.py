"""Errors: the error of a command that the gateway refused, with what the contract says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contracts.sdk.typescript.channel import Channel

__all__ = ["render"]

_MODULE = """\
/** The error of a command that the gateway refused. */

import {{ GatewayError }} from "./runtime/errors.js";
import type {{ ErrorCode, Replies }} from "./endpoint.js";
import type {{ {schema} }} from "./models.js";

/** The gateway refused a command. The connection goes on. */
export class CommandError extends GatewayError {{
  override readonly name = "CommandError";
  readonly action: keyof Replies;
  /** One of the codes of the contract, or one that a newer gateway has. */
  readonly code: ErrorCode | (string & {{}});
  /** What the gateway says: where it helps, a hint and what it would have taken. */
  readonly data: {schema}["data"];

  constructor(action: keyof Replies, event: {schema}) {{
    super(event.data.message);
    this.action = action;
    this.code = event.data.code;
    this.data = event.data;
  }}
}}
"""


def render(channel: Channel) -> str:
    """Return the module."""
    return _MODULE.format(schema=channel.error.schema)
