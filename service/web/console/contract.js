// Contract: what /asyncapi.json says about an endpoint: its commands, and whether a frame is one of its events. Pure.
import { Unjudged, resolve, violations } from "./schema.js";

export function channelOf(document, path) {
  return Object.entries(document.channels).find(([, channel]) => channel.address === path);
}

/** The commands that an endpoint takes: {name, title, summary, schema, fields}. */
export function commands(document, path) {
  const [key] = channelOf(document, path) ?? [];
  const found = new Map();
  for (const operation of Object.values(document.operations)) {
    if (operation.action !== "receive" || operation.channel.$ref !== `#/channels/${key}`) continue;
    for (const { $ref } of operation.messages) {
      const message = resolve(document, $ref);
      const schema = resolve(document, message.payload.$ref);
      found.set(message.name, { name: message.name, title: message.title, summary: message.summary, schema, fields: fields(document, schema) });
    }
  }
  return [...found.values()];
}

function fields(document, schema) {
  return Object.entries(schema.properties)
    .filter(([, property]) => property.const === undefined)
    .map(([name, property]) => {
      const resolved = property.$ref ? resolve(document, property.$ref) : property;
      return { name, isRequired: schema.required.includes(name), choices: resolved.enum ?? null, isObject: resolved.type === "object", maxLength: resolved.maxLength };
    });
}

/** A command from what was typed into its fields; empty ones are left out. Throws SyntaxError at a broken object. */
export function composed(command, typed) {
  const fixed = Object.entries(command.schema.properties).flatMap(([name, property]) => (property.const === undefined ? [] : [[name, property.const]]));
  const chosen = command.fields.flatMap(({ name, isObject }) => (typed[name] ? [[name, isObject ? JSON.parse(typed[name]) : typed[name]]] : []));
  return Object.fromEntries([...fixed, ...chosen]);
}

/** {verdict: `valid` | `invalid` | `not judged`, message, reasons} of a frame of the gateway's. */
export function judge(document, path, frame) {
  const [, channel] = channelOf(document, path) ?? [];
  if (!channel) return { verdict: "not judged", reasons: ["The contract does not know this endpoint."] };
  try {
    for (const { $ref } of Object.values(channel.messages)) {
      const message = resolve(document, $ref);
      const schema = resolve(document, message.payload.$ref);
      if (!isKind(schema, frame)) continue;
      const reasons = violations(schema, frame, document);
      return { verdict: reasons.length ? "invalid" : "valid", message: message.name, reasons };
    }
  } catch (error) {
    if (error instanceof Unjudged) return { verdict: "not judged", reasons: [`This page cannot judge “${error.message}”.`] };
    throw error;
  }
  return { verdict: "invalid", reasons: ["No message of this endpoint has this service and type."] };
}

/** Whether a frame names itself as this message: by `service` and `type`, which are constants of events. */
function isKind(schema, frame) {
  const { service, type } = schema.properties;
  return service?.const !== undefined && service.const === frame?.service && type.const === frame?.type;
}
