// Contract: what /asyncapi.json says about its addresses and messages, ready to be shown. Pure.
import { resolve } from "../console/schema.js";

/** All addresses, in the order of the contract: {key, name, address, title, description, scope, isAuto, welcome, alias, ...}. */
export function addresses(contract) {
  return Object.entries(contract.channels).map(([key, channel]) => ({
    key,
    name: channel.address.split("/").at(-1),
    address: channel.address,
    title: channel.title,
    description: channel.description,
    scope: services(contract, channel),
    isAuto: channel["x-subscription"] === "auto",
    welcome: channel["x-welcome"],
    alias: channel["x-alias-of"] && resolve(contract, channel["x-alias-of"]).address,
    category: channel.tags?.map(({ name }) => name).join(", "),
    bindings: channel.bindings ? handshake(settled(contract, channel.bindings)) : [],
  }));
}

/** The messages of one address by their part: {commands: [{message, replies}], greetings, replies, updates}. */
export function talk(contract, key) {
  const own = Object.entries(contract.operations).filter(([, operation]) => operation.channel.$ref === `#/channels/${key}`);
  const messages = (list) => list.map((each) => message(contract, each.$ref));
  const received = own.filter(([, { action }]) => action === "receive").map(([, operation]) => ({ operation, replies: messages(operation.reply?.messages ?? []) }));
  const sent = (isWanted) => own.flatMap(([, operation]) => (operation.action === "send" && isWanted(operation["x-trigger"]) ? messages(operation.messages) : []));
  const greetings = sent((trigger) => trigger === "connect");
  const replies = distinct(received.flatMap((each) => each.replies));
  const updates = distinct(sent((trigger) => trigger !== "connect")).filter(({ name }) => !replies.some((reply) => reply.name === name));
  return {
    commands: received.flatMap(({ operation, replies: answers }) => messages(operation.messages).map((command) => ({ message: command, replies: answers }))),
    greetings,
    replies,
    updates,
  };
}

/** Every message of the contract once, the commands with all replies that an address may give. */
export function everything(contract) {
  const parts = addresses(contract).map(({ key }) => talk(contract, key));
  const all = (name) => distinct(parts.flatMap((part) => part[name]));
  const commands = new Map(parts.flatMap((part) => part.commands).map((command) => [command.message.name, command]));
  return { commands: [...commands.values()], greetings: all("greetings"), replies: all("replies"), updates: all("updates") };
}

function message(contract, reference) {
  const found = resolve(contract, reference);
  return {
    name: found.name,
    title: found.title,
    summary: found.summary,
    description: found.description,
    interval_s: found["x-interval-seconds"],
    correlation: found.correlationId && settled(contract, found.correlationId),
    payload: found.payload,
    examples: found.examples ?? [],
  };
}

/** Services that a channel has updates of. */
function services(contract, channel) {
  const constants = Object.values(channel.messages).map(({ $ref }) => settled(contract, resolve(contract, $ref).payload).properties?.service?.const);
  return constants.filter((name, index) => name && name !== "system" && constants.indexOf(name) === index);
}

/** What the handshake may carry: {place, name, description}. */
function handshake(bindings) {
  return ["query", "headers"].flatMap((place) =>
    Object.entries(bindings.ws?.[place]?.properties ?? {}).map(([name, { description }]) => ({ place, name, description })),
  );
}

function settled(contract, node) {
  return node.$ref ? resolve(contract, node.$ref) : node;
}

function distinct(messages) {
  return [...new Map(messages.map((each) => [each.name, each])).values()];
}
