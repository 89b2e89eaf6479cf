import { check } from '../../support/checks.mjs';
import { provisions } from './demo.mjs';

/** After one visit, everything is there without a network. */
export function offlineCases(sites) {
  return sites.map((site) => ({
    name: `offline: after one visit, below ${site.base}`,
    run: async (visitor) => {
      const page = await visitor.open(site, 'guides/from-esp-prov.html', { keeps: true });
      const count = await page.evaluate(async () => {
        await navigator.serviceWorker.ready;
        const [name] = await caches.keys();
        return (await (await caches.open(name)).keys()).length;
      });
      check(count > 100, `only ${count} files are kept`);
      await page.context().setOffline(true);
      await page.goto(site.url('how-it-works/architecture.html'));
      await page.getByRole('heading', { level: 1, name: 'Architecture' }).waitFor();
      await page.locator('.VPNavBarSearch button').click();
      await page.locator('#localsearch-input').fill('architecture');
      await page.locator('.VPLocalSearchBox .result').first().waitFor();
      await page.goto(site.url('demo.html'));
      await provisions(page);
      return [];
    },
  }));
}
