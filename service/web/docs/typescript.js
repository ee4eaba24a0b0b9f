// TypeScript: a program that talks with an endpoint, with the type of a frame. Pure.

/** `commands`: what is sent once the connection is open. */
export function typescript(address, commands) {
  const sent = commands.map((command) => `  socket.send(${JSON.stringify(JSON.stringify(command))});`);
  return [
    "interface Frame {",
    "  service: string;",
    "  type: string;",
    "  data: Record<string, unknown>;",
    "  timestamp: string;",
    "}",
    "",
    `const socket = new WebSocket(${JSON.stringify(address)});`,
    ...(sent.length ? ['socket.addEventListener("open", () => {', ...sent, "});"] : []),
    'socket.addEventListener("message", (event: MessageEvent<string>) => {',
    "  const frame: Frame = JSON.parse(event.data);",
    "  console.log(frame.service, frame.type, frame.data);",
    "});",
  ].join("\n");
}
