// Print the diagnostics of the official AsyncAPI parser for a file, as JSON. Run it in the folder that holds node_modules.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import process from 'node:process';

const { Parser } = createRequire(`${process.cwd()}/`)('@asyncapi/parser');
const diagnostics = await new Parser().validate(readFileSync(process.argv[2], 'utf8'));
console.log(JSON.stringify(diagnostics.map(({ severity, code, message, path }) => ({ severity, code, message, path }))));
