import { indent } from '../../support/checks.mjs';
import { Skipped } from './skipped.mjs';

/** Longest time of one case. */
const patienceMs = 60_000;

/** Runs cases one by one, prints a line for each and returns the number of failures and of those skipped. */
export async function runCases(cases, lab) {
  const counts = { ok: 0, skipped: 0, failed: 0 };
  for (const { name, run } of cases) {
    const begin = performance.now();
    const scene = lab.scene();
    let verdict = 'ok';
    let report = '';
    try {
      await within(patienceMs, run(scene));
      scene.requireQuiet();
    } catch (error) {
      verdict = error instanceof Skipped ? 'skipped' : 'FAIL';
      report = error instanceof Skipped ? error.message : `${error?.stack ?? error}\n${await scene.describe()}`;
    }
    await within(patienceMs, scene.end()).catch((error) => {
      verdict = 'FAIL';
      report += `\n${error?.stack ?? error}`;
    });
    counts[{ ok: 'ok', skipped: 'skipped', FAIL: 'failed' }[verdict]] += 1;
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`${verdict.padEnd(8)}${seconds.padStart(5)} s  ${name}${verdict === 'skipped' ? `: ${report}` : ''}`);
    if (verdict === 'FAIL') console.log(indent(report));
  }
  return counts;
}

async function within(ms, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done in ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
