// Snippets: the same conversation in a shell, in Python and in JavaScript. Pure.

export const LANGUAGES = ["websocat", "Python", "JavaScript"];

/** `commands`: what has been sent so far; an endpoint that subscribes for its clients may need none. */
export function snippet(language, address, commands, hasToken) {
  const texts = commands.map((command) => JSON.stringify(command));
  if (language === "websocat") return shell(address, texts, hasToken);
  return language === "Python" ? python(address, texts, hasToken) : javascript(address, texts, hasToken);
}

function shell(address, texts, hasToken) {
  const header = hasToken ? ' -H "Authorization: Bearer $GATEWAY_TOKEN"' : "";
  if (texts.length === 0) return `websocat${header} ${address}`;
  const lines = texts.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(" ");
  return `(printf '%s\\n' ${lines}; cat) | websocat${header} ${address}`;
}

function python(address, texts, hasToken) {
  const header = hasToken ? ', additional_headers={"Authorization": f"Bearer {os.environ[\'GATEWAY_TOKEN\']}"}' : "";
  return [
    ...(hasToken ? ["import os", ""] : []),
    "from websockets.sync.client import connect",
    "",
    `with connect(${JSON.stringify(address)}${header}) as socket:`,
    ...texts.map((text) => `    socket.send(${JSON.stringify(text)})`),
    "    for frame in socket:",
    "        print(frame)",
  ].join("\n");
}

function javascript(address, texts, hasToken) {
  const protocols = hasToken ? ', ["gateway.v1+json", `bearer.${token}`]' : "";
  return [
    `const socket = new WebSocket(${JSON.stringify(address)}${protocols});`,
    ...(texts.length ? ["socket.onopen = () => {", ...texts.map((text) => `  socket.send(${JSON.stringify(text)});`), "};"] : []),
    "socket.onmessage = (event) => console.log(JSON.parse(event.data));",
  ].join("\n");
}
