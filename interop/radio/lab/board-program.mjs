// board-program.mjs OPTIONS: this board as a device, by the library, with the options as JSON. Prints its events as lines
// of JSON, and ends cleanly by SIGTERM.
import { createLinuxDevice } from '@esp-prov/linux';

const ending = new AbortController();
process.once('SIGTERM', () => ending.abort());
const tell = (event) => console.log(JSON.stringify({ ...event, at: Date.now() }));
const board = await createLinuxDevice({
  ...JSON.parse(process.argv[2]),
  signal: ending.signal,
  onEvent: tell,
  log(level, tag, text) {
    // The messages of a session in full are of no use here.
    if (tag !== 'security2') console.error(`${process.uptime().toFixed(1)} ${level} ${tag}: ${text}`);
  },
});
await new Promise((resolve) => ending.signal.addEventListener('abort', resolve));
await board[Symbol.asyncDispose]();
