import { Person } from '../../browser/lib/person.mjs';
import { loadSource } from '../../browser/lib/site.mjs';

/** The demo within its page: somebody clicks through to the end. */
export function demoCases(sites) {
  return sites.map((site) => ({
    name: `demo: a device gets on Wi-Fi, below ${site.base}`,
    run: async (visitor) => {
      await provisions(await visitor.open(site, 'demo.html'));
      return [];
    },
  }));
}

/** Clicks through the demo of a page. */
export async function provisions(page) {
  const { en } = await loadSource('words/en.ts');
  await page.locator('.live-demo').scrollIntoViewIfNeeded();
  const person = new Person(page.frameLocator('.live-demo iframe'), en);
  await person.reads(/Provisioning started with service name/, undefined, { timeout: 30_000 });
  await person.reaches('startTitle');
  await person.press('bluetooth');
  await person.proves(2, { username: 'wifiprov', password: 'abcd1234' });
  await person.reaches('networksTitle');
  await person.joins('Birch House Guest', null);
  await person.reaches('doneTitle', undefined, { timeout: 40_000 });
}
