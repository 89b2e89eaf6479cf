import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { findBrowser } from '../../../interop/browser/lib/find-browser.mjs';
import { atEnd } from '../../at-end.mjs';
import { runInGroup } from '../../run-in-group.mjs';
import { serveFolder } from '../../web/serve-folder.mjs';
import { PacedPage } from './paced-page.mjs';
import { scenes } from './scenes.mjs';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Pixels of a picture for one of the page. */
const scale = 2;

/** Edge of the picture around what it shows, in CSS pixels. */
const edge = 14;

/** Returns the path of Chromium, or undefined if there is none. */
export function findChromium() {
  return findBrowser('ESP_PROV_CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']);
}

/**
 * Opens the page with its virtual device in Chromium, and returns for each scene its text and, unless `isText`, its
 * pictures.
 *
 * @param {{ path: string, isText?: boolean }} options `path`: that of Chromium
 * @returns {Promise<Record<string, { text: string, pictures: Record<string, Buffer> }>>}
 */
export async function photographPage({ path, isText = false }) {
  await buildPage();
  const site = await serveFolder(`${root}apps/web/dist/site`);
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox'],
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  // It deletes the folder of its profile only if it is closed.
  const closeBrowser = atEnd(() => browser.close());
  const taken = {};
  try {
    for (const [name, play] of Object.entries(scenes)) {
      taken[name] = { text: '', pictures: {} };
      for (const colorScheme of isText ? ['light'] : ['light', 'dark']) {
        const paced = await openPage(browser, colorScheme);
        await paced.open(`${site.url}#demo`);
        await play(paced);
        taken[name].text = await textOf(paced.page);
        if (!isText) taken[name].pictures[colorScheme] = await photograph(paced.page);
        await paced.page.context().close();
      }
    }
  } finally {
    await closeBrowser();
    await site.close();
  }
  return taken;
}

async function openPage(browser, colorScheme) {
  const context = await browser.newContext({
    viewport: { width: 1240, height: 1500 },
    deviceScaleFactor: scale,
    locale: 'en',
    timezoneId: 'UTC',
    colorScheme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  return new PacedPage(page);
}

/** The flow, the boot log and the air: what stands side by side. */
const regions = (page) => ['Device setup', 'Boot log', 'Air'].map((name) => page.getByRole('region', { name }));

/** Returns what the regions say, as a screen reader has it. */
async function textOf(page) {
  const texts = [];
  for (const region of regions(page)) texts.push(await region.ariaSnapshot());
  return `${texts.join('\n')}\n`;
}

async function photograph(page) {
  await page.evaluate(() => globalThis.scrollTo(0, 0));
  const boxes = await Promise.all(regions(page).map((region) => region.boundingBox()));
  const left = Math.min(...boxes.map(({ x }) => x)) - edge;
  const top = Math.min(...boxes.map(({ y }) => y)) - edge;
  const right = Math.max(...boxes.map(({ x, width }) => x + width)) + edge;
  const bottom = Math.max(...boxes.map(({ y, height }) => y + height)) + edge;
  const clip = { x: left, y: top, width: right - left, height: bottom - top };
  return await page.screenshot({ clip, fullPage: true, animations: 'disabled', caret: 'hide' });
}

async function buildPage() {
  const args = ['scripts/build-web.mjs', '--if-needed'];
  const { status, stderr } = await runInGroup(process.execPath, args, { cwd: root });
  if (status !== 0) throw new Error(`the page does not build\n${stderr}`);
}
