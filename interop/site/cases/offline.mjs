import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { serveFolder } from '../../../scripts/web/serve-folder.mjs';
import { check } from '../../support/checks.mjs';
import { provisions } from './demo.mjs';

/** After one visit, everything is there without a network. */
export function offlineCases(sites) {
  return [...sites.map(afterOneVisit), newVersion(sites[1])];
}

function afterOneVisit(site) {
  return {
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
  };
}

/** The worker of a new build takes over from that of the last one, and shows its pages without a network. */
function newVersion(site) {
  return {
    name: 'offline: a new version takes over',
    run: async (visitor) => {
      const folder = mkdtempSync(join(tmpdir(), 'esp-prov-new-version-'));
      cpSync(site.out, folder, { recursive: true });
      const served = await serveFolder(folder, { base: site.base });
      try {
        const place = { ...site, served, url: (path) => new URL(path, served.url).href };
        const page = await visitor.open(place, 'guides/index.html', { keeps: true });
        await keptBy(page, 1);
        const index = join(folder, 'guides/index.html');
        writeFileSync(
          index,
          readFileSync(index, 'utf8').replace('</head>', '<meta name="edition" content="2"></head>'),
        );
        // Only the site has what bundles it.
        const { addServiceWorker } = await import('../../../site/command/add-service-worker.mjs');
        await addServiceWorker(folder);
        await page.reload();
        await keptBy(page, 2);
        await page.context().setOffline(true);
        await page.goto(place.url('how-it-works/index.html'));
        await page.goto(place.url('guides/index.html'));
        const edition = await page.locator('meta[name=edition]').getAttribute('content');
        return edition === '2' ? [] : ['without a network, the old page is shown'];
      } finally {
        await served.close();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Waits until a worker serves the page and so many versions are kept: the one before stays for pages that are open. */
async function keptBy(page, versions) {
  for (let tries = 0; tries < 100; tries++) {
    const kept = await page.evaluate(async () => {
      const { active, installing, waiting } = await navigator.serviceWorker.ready;
      const isCalm = active?.state === 'activated' && !installing && !waiting;
      return isCalm && navigator.serviceWorker.controller === active ? (await caches.keys()).length : 0;
    });
    if (kept === versions) return;
    await setTimeout(200);
  }
  throw new Error(`no worker serves the page with ${versions} versions`);
}
