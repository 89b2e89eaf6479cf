// Real browsers against the real virtual device: the client in a page of a stranger, the app, the element. Arguments:
// parts of names of cases; all without any.
import { fileURLToPath } from 'node:url';
import { skip } from '../support/checks.mjs';
import { build } from '../support/esp-prov.mjs';

build();
const { bundle } = await import('./lib/bundle.mjs');
const { browserPaths, Lab } = await import('./lib/lab.mjs');
const { runCases } = await import('./lib/run-cases.mjs');
const { buildSite, siteFolder } = await import('./lib/site.mjs');
const { startStaticServer } = await import('./lib/static-server.mjs');
const { bareCases } = await import('./cases/bare.mjs');
const { hostingCases } = await import('./cases/hosting.mjs');
const { releaseProfiles } = await import('@esp-prov/virtual');

const paths = browserPaths();
if (paths.chromium === undefined) skip('no chromium; ESP_PROV_CHROMIUM may name one');

buildSite();
const begin = performance.now();
const server = await startStaticServer({
  folders: { '/': fileURLToPath(new URL('page/', import.meta.url)) },
  files: { '/bare.js': await bundle('bare.mjs') },
});
const site = await startStaticServer({ folders: { '/': siteFolder } });
const lab = new Lab({ paths, server, site });
const wanted = process.argv.slice(2);
const all = [...bareCases(releaseProfiles), ...hostingCases()];
const cases = all.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)));
// A name that fits no case must not pass for a success.
if (cases.length === 0) throw new Error(`no case has ${wanted.join(' or ')} in its name`);
const counts = await runCases(cases, lab);
await lab.close();
await server.close();
await site.close();
const seconds = Math.round((performance.now() - begin) / 1000);
console.log(`${counts.ok} ok, ${counts.skipped} skipped, ${counts.failed} failed, in ${seconds} s`);
process.exit(counts.failed === 0 ? 0 : 1);
