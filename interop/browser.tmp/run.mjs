// Real browsers against the real virtual device: the client in a page of a stranger, the page, the element. Arguments:
// parts of names of cases, all without any; --write makes the references of the screens anew.
import { skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';


const { buildSite } = await import('./lib/site.mjs');
const { browserPaths, startLab } = await import('./lib/lab.mjs');
const { runCases } = await import('./lib/run-cases.mjs');
const { allCases } = await import('./cases/all-cases.mjs');

const paths = browserPaths();
if (paths.chromium === undefined) skip('no chromium; ESP_PROV_CHROMIUM may name one');

const begin = performance.now();
const wanted = process.argv.slice(2).filter((argument) => argument !== '--write');
const cases = allCases({ write: process.argv.includes('--write') }).filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
// A name that fits no case must not pass for a success.
if (cases.length === 0) throw new Error(`no case has ${wanted.join(' or ')} in its name`);
const lab = await startLab(paths);
const counts = await runCases(cases, lab);
await lab.close();
const seconds = Math.round((performance.now() - begin) / 1000);
console.log(`${counts.ok} ok, ${counts.skipped} skipped, ${counts.failed} failed, in ${seconds} s`);
process.exit(counts.failed === 0 ? 0 : 1);
