#!/usr/bin/env node
const { main } = require('../dist/main.js');

let code;
// Node says the same of an ES module whose top-level await is left hanging: without it this would be a success.
process.on('beforeExit', () => {
  if (code !== undefined) return;
  code = 13;
  process.exitCode = code;
  process.stderr.write('esp-prov: nothing is left to wait for, but the command has not ended\n');
});
main(process.argv.slice(2)).then((result) => {
  code = result;
  process.exitCode = code;
});
