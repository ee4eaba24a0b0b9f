/** Frames: text from the wire as JSON, and JSON as an envelope. */

import type { Frame } from "./contract.js";

/** Read a frame as JSON. What is not JSON in text comes back as it is. */
export function parse(data: unknown): unknown {
  if (typeof data !== "string") {
    return data;
  }
  try {
    return JSON.parse(data);
  } catch {
    return data;
  }
}

/** Whether something has the shape of the envelope. What `data` holds is the gateway's promise, and is not looked at. */
export function isFrame(value: unknown): value is Frame {
  return (
    isObject(value) &&
    typeof value["service"] === "string" &&
    typeof value["type"] === "string" &&
    typeof value["timestamp"] === "string" &&
    isObject(value["data"])
  );
}

/** Return the id that a reply took over from its command. */
export function requestId(frame: Frame): unknown {
  return (frame.data as { request_id?: unknown }).request_id;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
