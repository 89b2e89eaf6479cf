// Builds the site from docs/, and serves it: `npm run site -- --help` says how.
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { oneAtATime } from '../scripts/one-at-a-time.mjs';
import { plainFailures } from '../scripts/plain-failures.mjs';
import { orRefuse } from '../scripts/script-arguments.mjs';
import { serveFolder } from '../scripts/web/serve-folder.mjs';
import { buildSite } from './command/build-site.mjs';
import { readArguments, usage } from './command/read-arguments.mjs';
import { siteNote } from './command/site-note.mjs';

plainFailures('site');
await main();

async function main() {
  const { help, serve, base, withApi, ...given } = orRefuse(() => readArguments(process.argv.slice(2)));
  if (help) return void process.stdout.write(usage);
  const out = resolve(given.out ?? fileURLToPath(new URL('dist/html', import.meta.url)));
  const wanted = { base, out, withApi };
  const what = JSON.stringify(wanted);
  if (serve === undefined || !siteNote.isFresh(what, { output: join(out, 'index.html') })) {
    await oneAtATime('site', () => siteNote.during(what, () => buildSite(wanted)));
    console.log(`The site is in ${out}, for a host that serves it at ${base}`);
  }
  if (serve !== undefined) await serveUntilInterrupted({ out, base, ...serve });
}

async function serveUntilInterrupted({ out, base, host, port }) {
  const served = await serveFolder(out, { base, host, port }).catch((error) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new Error(`--serve: port ${port} is in use. Expected a free port, for example --serve ${host}:0`);
  });
  console.log(`Serving ${served.url} until Ctrl-C`);
  await new Promise((end) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => end(undefined));
  });
  await served.close();
}
