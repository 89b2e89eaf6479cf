import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { loadSource } from './site.mjs';
import { startStaticServer } from './static-server.mjs';

const folder = fileURLToPath(new URL('../../../apps/web/', import.meta.url));

/** Serves the gallery: one page that shows every state of every screen. `ids` are their names. */
export async function startGallery() {
  const { galleryStates } = await loadSource('gallery/states.ts');
  const ids = Object.keys(galleryStates);
  const screens = ids.map((id) => galleryStates[id].screen.name);
  // The first state of each screen, of which pictures are kept.
  const firstIds = ids.filter((_, at) => screens.indexOf(screens[at]) === at);
  const { outputFiles } = await build({
    entryPoints: [`${folder}src/gallery/gallery.ts`],
    outdir: `${folder}src/gallery`,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@esp-prov/source', 'module', 'browser'],
    write: false,
    logLevel: 'silent',
  });
  const files = Object.fromEntries(outputFiles.map(({ path, text }) => [`/${path.slice(folder.length)}`, text]));
  const html = await readFile(`${folder}gallery.html`, 'utf8');
  files['/gallery.html'] = html.replace('gallery/gallery.ts', 'gallery/gallery.js');
  files['/gallery.css'] = await readFile(`${folder}gallery.css`, 'utf8');
  files['/favicon.ico'] = '';
  return { ids, firstIds, ...(await startStaticServer({ files })) };
}
