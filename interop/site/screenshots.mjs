// Pictures of each kind of page at 320 and 1280 px, light and dark: `node interop/site/screenshots.mjs OUT [PAGE ...]`.
// It takes the site as it was built last for `/sub/` or `/`, and builds nothing.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../../scripts/web/serve-folder.mjs';
import { startBrowser } from './browser.mjs';
import { kindsOfPages } from './kinds-of-pages.mjs';

const [out, ...wanted] = process.argv.slice(2);
if (out === undefined) {
  console.error('Expected a folder for the pictures, for example: node interop/site/screenshots.mjs /tmp/pictures');
  process.exit(1);
}
mkdirSync(out, { recursive: true });
const built = JSON.parse(readFileSync(fileURLToPath(new URL('../../site/dist/built.json', import.meta.url)), 'utf8'));
const served = await serveFolder(built.out, { base: built.base });
const browser = await startBrowser();
const pages = wanted.length > 0 ? wanted.map((path) => ({ name: path, path })) : kindsOfPages(built.out);
for (const colorScheme of ['light', 'dark']) {
  for (const width of [320, 1280]) {
    const context = await browser.newContext({
      colorScheme,
      viewport: { width, height: 900 },
      reducedMotion: 'reduce',
      serviceWorkers: 'block',
    });
    const page = await context.newPage();
    for (const { name, path } of pages) {
      await page.goto(new URL(path, served.url).href, { waitUntil: 'networkidle' });
      const file = join(out, `${name.replaceAll(/[^\w]+/g, '-')}-${width}-${colorScheme}.png`);
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      const clip = { x: 0, y: 0, width, height: Math.min(height, wanted.length > 0 ? 6000 : 2400) };
      await page.screenshot({ path: file, fullPage: true, clip });
      console.log(file);
    }
    await context.close();
  }
}
await browser.close();
await served.close();
