import { axeFaults } from '../../browser/lib/accessibility.mjs';
import { kindsOfPages } from '../kinds-of-pages.mjs';

/** Each kind of page, light and dark, on a phone and on a desk: axe, and nothing that is wider than the screen. */
export function appearanceCases(sites) {
  const site = sites[0];
  return ['light', 'dark'].flatMap((colorScheme) =>
    [320, 1280].map((width) => ({
      name: `appearance: ${width} px, ${colorScheme}`,
      run: async (visitor) => {
        const viewport = { width, height: 900 };
        const [first, ...others] = kindsOfPages(site.out);
        // A page that is not there answers 404, which browsers report as an error.
        const page = await visitor.open(site, first.path, { colorScheme, viewport });
        const faults = await judge(page, first, width);
        for (const kind of others) {
          await page.goto(site.url(kind.path), { waitUntil: 'load' });
          faults.push(...(await judge(page, kind, width)));
        }
        return faults;
      },
    })),
  );
}

async function judge(page, { name }, width) {
  await page.waitForLoadState('networkidle');
  const wide = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const all = [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility());
    const over = all.filter((each) => each.getBoundingClientRect().right > clientWidth + 1);
    return [
      `${scrollWidth} in ${clientWidth}: ${over.slice(0, 3).map((each) => `<${each.localName} class="${each.className}">`)}`,
    ];
  });
  const faults = [...wide.map((fault) => `is wider than ${width} px: ${fault}`), ...(await axeFaults(page))];
  return faults.map((fault) => `${name}: ${fault}`);
}
