import { axeFaults } from '../../browser/lib/accessibility.mjs';
import { kindsOfPages } from '../kinds-of-pages.mjs';

/** What axe sees in all widths, light and dark; of other pages one of each is enough, as contrast is a matter of colours. */
const drawn = new Set(['home', 'drawings']);

/** Each kind of page, light and dark, on a desk and on a phone: axe, and nothing that is wider than the screen. */
export function appearanceCases(sites) {
  const site = sites[0];
  return kindsOfPages(site.out).map(({ name, path }) => ({
    name: `appearance: ${name}`,
    run: async (visitor) => {
      const faults = [];
      const page = await visitor.open(site, path, { colorScheme: 'light' });
      await page.waitForLoadState('networkidle');
      for (const width of [1280, 320]) {
        await page.setViewportSize({ width, height: 900 });
        for (const colorScheme of ['light', 'dark']) {
          await page.emulateMedia({ colorScheme });
          await page.waitForFunction(
            (isDark) => document.documentElement.matches('.dark') === isDark,
            colorScheme === 'dark',
          );
          const isJudged = drawn.has(name) || (width === 1280) === (colorScheme === 'light');
          const found = [...(await widthFaults(page)), ...(isJudged ? await axeFaults(page) : [])];
          faults.push(...found.map((fault) => `${width} px, ${colorScheme}: ${fault}`));
        }
      }
      return faults;
    },
  }));
}

async function widthFaults(page) {
  return await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth <= clientWidth) return [];
    const shown = [...document.querySelectorAll('body *')].filter((each) => each.checkVisibility());
    const wide = shown.filter((each) => each.getBoundingClientRect().right > clientWidth + 1).slice(0, 3);
    return [`scrolls sideways, ${scrollWidth}: ${wide.map((each) => `<${each.localName} class="${each.className}">`)}`];
  });
}
