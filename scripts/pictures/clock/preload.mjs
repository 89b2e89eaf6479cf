// Runs before a recorded program (`node --import`): its clock is that of the recording, its random numbers have a seed,
// and its output believes that it is a terminal. The program itself is the one that users run, unchanged.
import { connect } from 'node:net';
import { isMainThread } from 'node:worker_threads';
import { becomeTerminal } from './become-terminal.mjs';
import { seedRandom } from './seeded-random.mjs';
import { VirtualTimers } from './virtual-timers.mjs';

const { PICTURES_CLOCK: address, PICTURES_TERMINAL: size } = process.env;
if (isMainThread && address) await join(address);

/** Joins the recording, and returns when it has said what time it is. */
async function join(path) {
  const socket = connect(path).setEncoding('utf8');
  const tell = (message) => socket.write(`${JSON.stringify(message)}\n`);
  const timers = new VirtualTimers({
    onNext: (next) => tell({ next }),
    // Whatever waits for the recorded time keeps the program running, as its timer would.
    onHold: (isHeld) => (isHeld ? socket.ref() : socket.unref()),
  });
  const begun = new Promise((resolve) => {
    let kept = '';
    socket.on('data', (text) => {
      const lines = (kept + text).split('\n');
      kept = lines.pop() ?? '';
      for (const line of lines) {
        const { seed, now } = JSON.parse(line);
        if (seed === undefined) timers.advance(now);
        else resolve({ seed, now });
      }
    });
  });
  socket.on('error', () => undefined);
  // The recording is over, or its recorder was killed.
  socket.on('close', () => process.exit());
  tell({ joins: process.pid });
  const { seed, now } = await begun;
  socket.unref();
  seedRandom(seed);
  timers.install(now);
  if (size) becomeTerminal(size.split('x').map(Number), (isRaw) => tell({ isRaw }));
}
