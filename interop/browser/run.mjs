// Real browsers against the real virtual device: the client in a page of a stranger, the page, the element. Arguments:
// parts of names of cases, all without any; --list prints their names; --write makes the references of the screens anew.
import { availableParallelism } from 'node:os';
import { skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';

build();
const { buildSite } = await import('./lib/site.mjs');
const { browserPaths, startLab } = await import('./lib/lab.mjs');
const { runCases } = await import('./lib/run-cases.mjs');

const paths = browserPaths();
if (paths.chromium === undefined) skip('no chromium; ESP_PROV_CHROMIUM may name one');
buildSite();
// The examples of the built page have a case each.
const { allCases } = await import('./cases/all-cases.mjs');
const begin = performance.now();
const wanted = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const cases = allCases({ write: process.argv.includes('--write') }).filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
// A name that fits no case must not pass for a success.
if (cases.length === 0) throw new Error(`no case has ${wanted.join(' or ')} in its name`);
if (process.argv.includes('--list')) {
  for (const { name } of cases) console.log(name);
  process.exit(0);
}
const lab = await startLab(paths);
// What a case waits for is mostly the browser, so that two of them use two cores.
const others = availableParallelism() > 1 && cases.length > 1 ? [lab.another()] : [];
const counts = await runCases(cases, [lab, ...others]);
for (const other of others) await other.endBrowsers();
await lab.close();
const seconds = Math.round((performance.now() - begin) / 1000);
const left = counts.left > 0 ? `, ${counts.left} not run` : '';
console.log(`${counts.ok} ok, ${counts.skipped} skipped, ${counts.failed} failed${left}, in ${seconds} s`);
process.exit(counts.failed === 0 && counts.left === 0 ? 0 : 1);
