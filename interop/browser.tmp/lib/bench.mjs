import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { startChromium } from './chromium.mjs';
import { startStaticServer } from './static-server.mjs';
import { startRadioDevice } from './virtual-device.mjs';

/**
 * Starts Chromium with a page that measures. `measure` runs one of its tasks, behind a real click, against a new device;
 * `security` is that device's.
 */
export async function startBench(path) {
  const server = await startStaticServer({
    folders: { '/': fileURLToPath(new URL('../page/', import.meta.url)) },
    files: { '/bench.js': await bundle('bench.mjs') },
  });
  const chromium = await startChromium({ path, home: `${server.origin}/bench.html` });
  const { page } = await chromium.open(`${server.origin}/bench.html`);
  return {
    async measure(task, { security = 1 } = {}) {
      const device = await startRadioDevice(chromium.radio, { security });
      try {
        await page.evaluate((given) => {
          globalThis.task = given;
          globalThis.outcome = undefined;
        }, task);
        await page.click('button');
        const outcome = await page.waitForFunction(() => globalThis.outcome, undefined, { timeout: 60_000 });
        const { error, ...figures } = await outcome.jsonValue();
        if (error) throw new Error(`${task[0]}: ${error}`);
        return figures;
      } finally {
        await device.switchOff();
      }
    },
    async close() {
      await chromium.close();
      await server.close();
    },
  };
}
