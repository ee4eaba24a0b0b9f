// Snippets: the same conversation in a shell, in Python and in JavaScript. Pure.

const WRITERS = { websocat, curl, Python: python, JavaScript: javascript };

export const LANGUAGES = Object.keys(WRITERS);

/** `commands`: what has been sent so far; an endpoint that subscribes for its clients may need none. */
export function snippet(language, address, commands, hasToken) {
  return WRITERS[language](address, commands.map((command) => JSON.stringify(command)), hasToken);
}

function websocat(address, texts, hasToken) {
  const header = hasToken ? ' -H "Authorization: Bearer $GATEWAY_TOKEN"' : "";
  if (texts.length === 0) return `websocat${header} ${address}`;
  const lines = texts.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(" ");
  return `(printf '%s\\n' ${lines}; cat) | websocat${header} ${address}`;
}

/** As every curl can do it: it asks for the upgrade and shows what comes, frame headers and all. */
function curl(address, texts, hasToken) {
  return [
    ...(texts.length ? ["# curl sends no frames, so it only listens: what was sent is left out."] : []),
    "curl --no-buffer --silent --output - --http1.1 \\",
    ...(hasToken ? ['  -H "Authorization: Bearer $GATEWAY_TOKEN" \\'] : []),
    "  -H 'Connection: Upgrade' -H 'Upgrade: websocket' \\",
    "  -H 'Sec-WebSocket-Version: 13' -H \"Sec-WebSocket-Key: $(head -c 16 /dev/urandom | base64)\" \\",
    `  ${address.replace(/^ws/, "http")}`,
  ].join("\n");
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
    ...(hasToken ? ["const token = process.env.GATEWAY_TOKEN; // in a page, ask the reader for it", ""] : []),
    `const socket = new WebSocket(${JSON.stringify(address)}${protocols});`,
    ...(texts.length ? ["socket.onopen = () => {", ...texts.map((text) => `  socket.send(${JSON.stringify(text)});`), "};"] : []),
    "socket.onmessage = (event) => console.log(JSON.parse(event.data));",
  ].join("\n");
}
