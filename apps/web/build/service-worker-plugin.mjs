import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serviceWorkerText } from '../../../scripts/web/service-worker-text.mjs';

const entry = fileURLToPath(new URL('../src/app/service-worker-main.ts', import.meta.url));

/** Adds the service worker with the list of what it keeps, and gives the page the version that this makes. */
export function serviceWorkerPlugin() {
  let publicDir = '';
  return {
    name: 'esp-prov-service-worker',
    enforce: 'post',
    apply: 'build',
    configResolved(config) {
      publicDir = config.publicDir;
    },
    async generateBundle(_, bundle) {
      const built = new Map(
        Object.values(bundle).map((each) => [each.fileName, each.type === 'chunk' ? each.code : each.source]),
      );
      for (const file of filesBelow(publicDir)) built.set(file, readFileSync(join(publicDir, file)));
      // Examples are for people who embed the button; nobody needs them without a network.
      const files = [...built.keys()].filter((file) => !file.startsWith('examples/') && !file.endsWith('.txt')).sort();
      const hash = createHash('sha256');
      for (const file of files) hash.update(`${file}\0`).update(built.get(file));
      const version = hash.digest('hex').slice(0, 16);
      const page = bundle['index.html'];
      page.source = String(page.source).replace('__VERSION__', version);
      this.emitFile({
        type: 'asset',
        fileName: 'service-worker.js',
        source: await serviceWorkerText(entry, { version, files }),
      });
    },
  };
}

function filesBelow(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'));
}
