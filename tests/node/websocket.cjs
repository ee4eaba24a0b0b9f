// Give Node, where it has none of its own, the WebSocket that browsers have. Run it in the folder that holds node_modules.
const { createRequire } = require('node:module');

globalThis.WebSocket ??= createRequire(`${process.cwd()}/`)('ws');
