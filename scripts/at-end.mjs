// What has to be done before this process ends, however it ends, unless somebody kills it with SIGKILL.

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** @type {Set<() => void | Promise<void>>} what is left to do, the latest last */
const left = new Set();
let isEnding = false;
let parentWatch;

/**
 * Has `dispose` run before a signal or `process.exit` ends this process; the latter waits for no promise. Returns a function
 * that runs it earlier. Once a signal has come, the promise of that function never settles: its caller goes no further.
 *
 * @param {() => void | Promise<void>} dispose
 * @returns {() => Promise<void>}
 */
export function atEnd(dispose) {
  if (left.size === 0) listen('on');
  left.add(dispose);
  return async () => {
    if (isEnding) await new Promise(() => undefined);
    if (!left.delete(dispose)) return;
    if (left.size === 0) listen('off');
    await dispose();
  };
}

function listen(onOrOff) {
  process[onOrOff]('exit', disposeAll);
  for (const signal of signals) process[onOrOff](signal, end);
  if (onOrOff === 'on') parentWatch = watchParent();
  else clearInterval(parentWatch);
}

/** Ends with the shell that npm started: npm passes a signal on to that shell alone. */
function watchParent() {
  if (process.env['npm_lifecycle_event'] === undefined) return undefined;
  const parent = process.ppid;
  return setInterval(() => process.ppid !== parent && end('SIGTERM'), 500).unref();
}

/** A second signal ends the process at once. */
async function end(signal) {
  isEnding = true;
  const going = disposeAll();
  listen('off');
  await Promise.allSettled(going);
  process.kill(process.pid, signal);
}

function disposeAll() {
  const all = [...left].reverse();
  left.clear();
  return all.map((dispose) => {
    try {
      return dispose();
    } catch {
      // What cannot be tidied must not keep the rest from it.
      return undefined;
    }
  });
}
