// Run a generated client. Calls come as lines of JSON on standard input; results and events go as lines to standard output.
// Arguments: the package's entry, the URL of the gateway, the names of the events to report, and the options, as JSON.
// The option `webSocket` is the name of one of the classes below. Run it in the folder that holds node_modules.
import { createRequire } from 'node:module';
import process from 'node:process';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const [entry, url, names, given] = process.argv.slice(2);
const { GatewayClient } = await import(pathToFileURL(entry).href);
const ws = createRequire(`${process.cwd()}/`)('ws');
const sockets = {
  ws,
  // As in browsers, there is no way to end at once.
  bare: class extends ws {
    terminate = undefined;
  },
  // As one version of Node's own, it tells of an error and not of the end that follows.
  curt: class extends ws {
    set onclose(_handler) {}
  },
};
const say = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

process.on('uncaughtException', (error) => say({ event: 'uncaught', data: error.message }));
const { webSocket, ...options } = JSON.parse(given);
const client = new GatewayClient(url, { webSocket: sockets[webSocket], ...options });
const forgets = JSON.parse(names).map((name) => [name, client.on(name, (data) => say({ event: name, data }))]);
client.forget = (name) => forgets.filter(([other]) => other === name).forEach(([, forget]) => forget());
client.fail = (name) => void client.on(name, () => { throw new Error(`a handler of ${name} failed`); });

for await (const line of createInterface({ input: process.stdin })) {
  const { id, member, given } = JSON.parse(line);
  const outcome = async () => (typeof client[member] === 'function' ? client[member](...given) : client[member]);
  outcome().then(
    (value) => say({ id, value: value ?? null }),
    (error) => say({ id, error: { name: error.name, text: error.message, ...error } }),
  );
}
