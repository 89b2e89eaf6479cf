/**
 * A step of a release.
 *
 * @typedef {{ name: string, needs?: string[], run: () => unknown }} Step `needs`: names of steps that have to be done
 *   before; `run` returns what its line says
 */

/** Thrown by a step that this machine cannot do; the message says why. */
export class Skipped extends Error {}

/**
 * Runs the steps in their order, with one line for each and its time. A step that fails stops only those that need it.
 *
 * @param {Step[]} steps
 * @param {{ print: (line: string) => void, now?: () => number }} world
 * @returns {Promise<{ failed: string[], skipped: { name: string, why: string }[] }>}
 */
export async function runSteps(steps, { print, now = () => performance.now() }) {
  const done = new Set();
  const failed = [];
  const skipped = [];
  for (const { name, needs = [], run } of steps) {
    const missing = needs.filter((each) => !done.has(each));
    if (missing.length > 0) {
      print(line('-', name, `not tried, as it needs: ${missing.join(', ')}`));
      failed.push(name);
      continue;
    }
    const begin = now();
    const time = () => `${((now() - begin) / 1000).toFixed(1)} s`;
    try {
      const words = await run();
      done.add(name);
      print(line(time(), name, typeof words === 'string' ? words : 'done'));
    } catch (error) {
      if (error instanceof Skipped) {
        skipped.push({ name, why: error.message });
        print(line(time(), name, `skipped: ${error.message}`));
      } else {
        failed.push(name);
        print(line(time(), name, 'FAILED'));
        print(indented(error.message));
      }
    }
  }
  return { failed, skipped };
}

function line(time, name, words) {
  return `${time.padStart(8)}  ${name.padEnd(18)}  ${words}`;
}

function indented(text) {
  return text.trimEnd().replaceAll(/^/gm, '          ');
}
