import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { check } from '../../support/checks.mjs';
import { axeFaults, layoutFaults, settle } from '../lib/accessibility.mjs';

const references = fileURLToPath(new URL('../references/', import.meta.url));

/** Pictures that are kept: of each screen on a telephone and on a table. */
const widths = [320, 1280];
const mostPictureBytes = 3 * 1024 * 1024;

const looks = [
  { name: 'light', colorScheme: 'light' },
  { name: 'dark', colorScheme: 'dark' },
  { name: 'forced colours', forcedColors: 'active' },
  { name: 'reduced motion', reducedMotion: 'reduce' },
];

/** Rules that hang on more than the tree, which is the same in every look. */
const looksOnly = ['color-contrast', 'link-in-text-block', 'target-size', 'scrollable-region-focusable'];

/** Every state of every screen, as the gallery shows it. `--write` makes the references anew. */
export function galleryCases({ write }) {
  return [
    ...looks.map((look) => ({
      name: `screens: axe finds nothing, ${look.name}`,
      run: (scene) =>
        each(scene, { look }, async (page) => await axeFaults(page, look.name === 'light' ? {} : { only: looksOnly })),
    })),
    ...widths.flatMap((width) => [
      {
        name: `screens: layout at ${width} px`,
        run: (scene) => each(scene, { width }, layoutFaults),
      },
      {
        name: `screens: layout at ${width} px, from right to left`,
        run: (scene) => each(scene, { width, query: '?lang=ar-XB' }, layoutFaults),
      },
      {
        name: `screens: layout at ${width} px, in German`,
        run: (scene) => each(scene, { width, query: '?lang=de' }, layoutFaults),
      },
    ]),
    {
      name: 'screens: layout at 640 px with text twice as large',
      run: (scene) => each(scene, { width: 640, zoom: true }, layoutFaults),
    },
    { name: 'screens: what a screen reader is told', run: (scene) => trees(scene, write) },
    { name: 'screens: pictures', run: (scene) => pictures(scene, write) },
    { name: 'screens: nothing moves where motion is unwanted', run: motion },
  ];
}

/** Shows every state and collects what `judge` finds wrong. */
async function each(scene, { look = {}, width = 1024, query = '', zoom = false }, judge) {
  const { name: _, ...media } = look;
  const { gallery } = scene.lab;
  const { page } = await scene.open(`${gallery.origin}/gallery.html${query}`, {
    context: { viewport: { width, height: 900 } },
  });
  await page.emulateMedia(media);
  if (zoom) await page.addStyleTag({ content: ':root { font-size: 200% }' }).catch(() => undefined);
  const wrong = [];
  for (const id of gallery.ids) {
    await show(page, id);
    for (const fault of await judge(page, id)) wrong.push(`${id}: ${fault}`);
  }
  check(wrong.length === 0, `${wrong.length} faults\n${wrong.join('\n')}`);
}

async function show(page, id) {
  await page.evaluate((state) => {
    location.hash = state;
  }, id);
  await page.waitForFunction((state) => document.documentElement.dataset.id === state, id);
  await settle(page);
}

/** Compares the trees of accessibility with those that are kept. */
async function trees(scene, write) {
  const folder = `${references}aria/`;
  if (write) await mkdir(folder, { recursive: true });
  await each(scene, {}, async (page, id) => {
    const tree = `${await page.locator('esp-provision-flow').ariaSnapshot()}\n`;
    if (write) await writeFile(`${folder}${id}.yaml`, tree);
    const kept = await readFile(`${folder}${id}.yaml`, 'utf8').catch(() => '');
    return kept === tree ? [] : [`differs from references/aria/${id}.yaml (--write makes it anew):\n${tree}`];
  });
  await requireSameFiles(
    folder,
    scene.lab.gallery.ids.map((id) => `${id}.yaml`),
  );
}

/**
 * Pictures differ with the fonts of a machine, so nothing is compared but which there are, and their size in all; people
 * look at them.
 */
async function pictures(scene, write) {
  const folder = `${references}pictures/`;
  if (write) {
    await mkdir(folder, { recursive: true });
    for (const width of widths) {
      await each(
        scene,
        { width, look: { reducedMotion: 'reduce', colorScheme: width === 320 ? 'dark' : 'light' } },
        async (page, id) => {
          if (!scene.lab.gallery.firstIds.includes(id)) return [];
          await page.locator('esp-provision-flow').screenshot({ path: `${folder}${id}-${width}.png` });
          return [];
        },
      );
    }
  }
  const names = scene.lab.gallery.firstIds.flatMap((id) => widths.map((width) => `${id}-${width}.png`));
  await requireSameFiles(folder, names);
  const sizes = await Promise.all(names.map(async (name) => (await stat(`${folder}${name}`)).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  check(bytes <= mostPictureBytes, `the pictures have ${bytes} bytes`);
}

async function requireSameFiles(folder, names) {
  const there = await readdir(folder).catch(() => []);
  const missing = names.filter((name) => !there.includes(name));
  const left = there.filter((name) => !names.includes(name));
  check(missing.length === 0 && left.length === 0, `missing: ${missing.join(', ')}; of no state: ${left.join(', ')}`);
}

async function motion(scene) {
  await each(
    scene,
    { look: { reducedMotion: 'reduce' } },
    async (page) =>
      await page.evaluate(() => {
        const { shadowRoot } = document.querySelector('esp-provision-flow');
        return shadowRoot
          .getAnimations({ subtree: true })
          .filter((animation) => animation.playState === 'running')
          .map((animation) => `${animation.animationName ?? animation.transitionProperty} runs`);
      }),
  );
}
