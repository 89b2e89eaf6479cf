import { check, formatTable, indent } from '../../support/checks.mjs';
import { judge } from './judge.mjs';

/** The most cases of a run that may pass at the second try only. */
const mostSecondTries = 2;

/** Marks cases that run only where an argument names them, or with `--all`; those whose name contains one of these parts not. */
export function onRequest(cases, ofEveryRun = []) {
  for (const part of ofEveryRun)
    check(
      cases.some(({ name }) => name.includes(part)),
      `no case has the name ${part}`,
    );
  return cases.map((each) => ({ ...each, isOnRequest: !ofEveryRun.some((part) => each.name.includes(part)) }));
}

/**
 * Runs the cases whose name contains one of the arguments of this program, and ends as they did. Without any it leaves
 * out those on request, and says so; with `--all` it runs all.
 */
export async function runWanted(all) {
  const wanted = process.argv.slice(2);
  const isWanted = ({ name, isOnRequest = false }) => {
    if (wanted.includes('--all')) return true;
    return wanted.length === 0 ? !isOnRequest : wanted.some((part) => name.includes(part));
  };
  const cases = all.filter(isWanted);
  const left = all.filter((each) => each.isOnRequest && !cases.includes(each));
  const failed = await runCases(cases);
  if (wanted.length === 0 && left.length > 0) {
    console.log(`\nleft out without --all:\n${indent(left.map(({ name }) => name).join('\n'))}`);
  }
  process.exit(failed === 0 ? 0 : 1);
}

/**
 * Runs the cases one after another, prints a table, and returns how many went wrong. A few that fail are tried once more:
 * the guest is translated, not run, and a moment in which its machine is busy is long in there.
 */
async function runCases(cases) {
  check(cases.length > 0, 'no case has this name');
  const rows = [];
  let secondTries = mostSecondTries;
  for (const each of cases) {
    const begin = performance.now();
    let { result, why } = await judge(each);
    if (result === 'FAIL' && secondTries-- > 0) {
      console.log(`${each.name}: it failed and is tried once more`);
      ({ result, why } = await judge(each));
      if (result === 'ok') [result, why] = ['2nd try', 'it failed at first, see above'];
    }
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`${result.padEnd(8)}${seconds.padStart(6)} s  ${each.name}${why ? `: ${why}` : ''}`);
    rows.push({ name: each.name, cells: [result, seconds] });
  }
  const names = rows.map(({ name }) => name);
  console.log(`\n${formatTable('in the guest', names, ['', 'seconds'], (row, column) => rows[row].cells[column])}`);
  return rows.filter(({ cells }) => cells[0] === 'FAIL').length;
}
