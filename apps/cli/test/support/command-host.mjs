// Runs the command once for each message, one run after the other: nearly all the time of a short run goes to starting
// Node and to loading modules. The streams are those of the process; a run has an environment, an exit code and listeners
// of its own. As in a process of its own, it is over when nothing is left that would keep the process running.
import { setTimeout as sleep } from 'node:timers/promises';
import { main } from '../../dist/main.js';

const emitters = [process, process.stdout, process.stderr];
let atRest;

process.once('disconnect', () => process.exit());
process.on('message', async ({ args, env, mark }) => {
  atRest ??= await resourcesAtRest();
  const before = emitters.map((emitter) => [emitter, listenersOf(emitter)]);
  for (const name of Object.keys(process.env)) delete process.env[name];
  Object.assign(process.env, env);
  process.exitCode = await main(args);
  for (let ms = 0; activeResources() !== atRest; ms = Math.min(ms + 1, 20)) await sleep(ms);
  const { exitCode } = process;
  process.exitCode = undefined;
  for (const [emitter, listeners] of before) removeOthers(emitter, listeners);
  // Behind all output of this run, so that its end is known on either stream.
  for (const stream of [process.stdout, process.stderr]) await new Promise((done) => stream.write(mark, done));
  process.send({ exitCode });
});

/** The channel to the test counts too, now that it is listened to; what was needed for loading is gone a moment later. */
async function resourcesAtRest() {
  await sleep(0);
  return activeResources();
}

/** What keeps the process running. */
function activeResources() {
  const resources = process.getActiveResourcesInfo().filter((name) => name !== 'CloseReq');
  return resources.sort().join();
}

function listenersOf(emitter) {
  // A lock on a file registers once for all that hold it.
  const names = emitter.eventNames().filter((name) => name !== 'exit');
  return new Map(names.map((name) => [name, emitter.rawListeners(name)]));
}

function removeOthers(emitter, before) {
  for (const [name, listeners] of listenersOf(emitter))
    for (const listener of listeners) if (!before.get(name)?.includes(listener)) emitter.removeListener(name, listener);
}
