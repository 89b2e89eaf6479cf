import { indent } from '../../support/checks.mjs';
import { Skipped } from './skipped.mjs';
import { within } from './within.mjs';

/** Longest time of one case, and of what comes after it. */
const patienceMs = 60_000;
const afterMs = 10_000;

/** With as many failures it is the machine or the build, and the rest would fail as well. */
const mostFailures = 12;

/**
 * Runs cases, each lab of `labs` one after another, prints a line for each and returns the number of failures, of those
 * skipped and of those that were not run. A case with `lane` runs in that lab, one with `isAlone` beside no other.
 */
export async function runCases(cases, labs) {
  const counts = { ok: 0, skipped: 0, failed: 0, left: 0 };
  const beside = cases.filter(({ isAlone }) => !isAlone);
  const next = (lane) => {
    const at = beside.findIndex((each) => each.lane === undefined || each.lane % labs.length === lane);
    return at < 0 || counts.failed >= mostFailures ? undefined : beside.splice(at, 1)[0];
  };
  const count = (verdict) => {
    counts[verdict] += 1;
  };
  await Promise.all(
    labs.map(async (lab, lane) => {
      for (let each = next(lane); each !== undefined; each = next(lane)) count(await runCase(each, lab));
    }),
  );
  const alone = cases.filter(({ isAlone }) => isAlone);
  while (alone.length > 0 && counts.failed < mostFailures) count(await runCase(alone.shift(), labs[0]));
  counts.left = beside.length + alone.length;
  return counts;
}

/** Runs one case and prints a line for it; returns `ok`, `skipped` or `failed`. */
async function runCase({ name, run }, lab) {
  const begin = performance.now();
  const scene = lab.scene();
  let verdict = 'ok';
  let report = '';
  try {
    await within(patienceMs, run(scene));
    scene.requireQuiet();
  } catch (error) {
    verdict = error instanceof Skipped ? 'skipped' : 'failed';
    report = error.message;
    if (verdict === 'failed') report = `${error?.stack ?? error}\n${await describe(scene)}`;
  }
  await within(afterMs, scene.end()).catch((error) => {
    verdict = 'failed';
    report += `\n${error?.stack ?? error}`;
  });
  // Whatever a browser has caught must not spread to the next case.
  if (verdict === 'failed') await lab.endBrowsers();
  const seconds = ((performance.now() - begin) / 1000).toFixed(1);
  const shown = verdict === 'failed' ? 'FAIL' : verdict;
  console.log(`${shown.padEnd(8)}${seconds.padStart(5)} s  ${name}${verdict === 'skipped' ? `: ${report}` : ''}`);
  if (verdict === 'failed') console.log(indent(report));
  return verdict;
}

async function describe(scene) {
  return await within(afterMs, scene.describe()).catch((error) => error.message);
}
