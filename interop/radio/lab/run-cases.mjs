import { check, formatTable } from '../../support/checks.mjs';
import { judge } from './judge.mjs';

/** Runs the cases whose name contains one of the arguments of this program, all without any, and ends as they did. */
export async function runWanted(all) {
  const wanted = process.argv.slice(2);
  const cases = all.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
  process.exit((await runCases(cases)) === 0 ? 0 : 1);
}

/** Runs the cases one after another, prints a table, and returns how many went wrong. */
async function runCases(cases) {
  check(cases.length > 0, 'no case has this name');
  const rows = [];
  for (const each of cases) {
    const begin = performance.now();
    const { result, why } = await judge(each);
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    console.log(`${result.padEnd(8)}${seconds.padStart(6)} s  ${each.name}${why ? `: ${why}` : ''}`);
    rows.push({ name: each.name, cells: [result, seconds] });
  }
  const names = rows.map(({ name }) => name);
  console.log(`\n${formatTable('in the guest', names, ['', 'seconds'], (row, column) => rows[row].cells[column])}`);
  return rows.filter(({ cells }) => cells[0] === 'FAIL').length;
}
