// The built site in a real browser, below `/` and below `/sub/`. Arguments: parts of names of cases, all without any;
// `--built` takes the builds of the last run.
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { startBrowser } from './browser.mjs';
import { buildSites } from './build-sites.mjs';
import { appearanceCases } from './cases/appearance.mjs';
import { demoCases } from './cases/demo.mjs';
import { keyboardCases } from './cases/keyboard.mjs';
import { linkCases } from './cases/links.mjs';
import { offlineCases } from './cases/offline.mjs';
import { searchCases } from './cases/search.mjs';
import { Visitor } from './visitor.mjs';

const begin = performance.now();
const seconds = () => ((performance.now() - begin) / 1000).toFixed(0);
const keeps = process.argv.includes('--built');
// Not a folder of the machine: another copy of the repository may be tested at the same time.
const folder = fileURLToPath(new URL('../../site/dist/tested', import.meta.url));
const [browser, sites] = await Promise.all([startBrowser(), buildSites(folder, { keeps })]);
const beginOfCases = seconds();

const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const cases = [
  ...linkCases(sites),
  ...appearanceCases(sites),
  ...keyboardCases(sites),
  ...searchCases(sites),
  ...demoCases(sites),
  ...offlineCases(sites),
].filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
if (cases.length === 0) throw new Error(`no case has ${wanted.join(' or ')} in its name`);

let failed = 0;
const waiting = [...cases];
// Much of the time goes to the browser, whose pages use a processor each.
await Promise.all(Array.from({ length: 2 }, work));
await browser.close();
for (const site of sites) await site.served.close();
if (!keeps && failed === 0) await rm(folder, { recursive: true, force: true });
console.log(
  `${cases.length - failed} ok, ${failed} failed, in ${seconds()} s, of which the cases took ${seconds() - beginOfCases} s`,
);
process.exit(failed === 0 ? 0 : 1);

async function work() {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runCase(next);
}

async function runCase({ name, run }) {
  const visitor = new Visitor(browser);
  const started = performance.now();
  const faults = await run(visitor).catch((error) => [error.stack ?? String(error)]);
  faults.push(...(await visitor.leave()));
  const took = `${((performance.now() - started) / 1000).toFixed(1)} s`;
  const shown = faults.slice(0, 20).map((fault) => `     ${fault}`);
  if (faults.length > shown.length) shown.push(`     … and ${faults.length - shown.length} more`);
  console.log([`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name} (${took})`, ...shown].join('\n'));
  failed += faults.length === 0 ? 0 : 1;
}
