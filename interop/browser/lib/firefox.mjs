import puppeteer from 'puppeteer-core';

const closingMs = 3000;

/** Starts Firefox, driven over WebDriver BiDi. Firefox has no Web Bluetooth, so there is no radio. */
export async function startFirefox({ path, preferences = {} }) {
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: path,
    headless: true,
    timeout: 60_000,
    extraPrefsFirefox: preferences,
  });
  const pid = browser.process()?.pid;
  return {
    browser,
    version: await browser.version(),
    /** Opens a page of its own context; `faults` as with Chromium. */
    async open(address, { prepare } = {}) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const faults = [];
      page.on('pageerror', (error) => faults.push(`exception: ${error.message}`));
      page.on('console', (message) => {
        if (message.type() === 'error') faults.push(`console: ${message.text()}`);
      });
      await page.exposeFunction('espProvViolation', (text) => {
        faults.push(`policy: ${text}`);
      });
      await page.evaluateOnNewDocument(() => {
        addEventListener('securitypolicyviolation', (event) => {
          void globalThis.espProvViolation(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
        });
      });
      await page.evaluateOnNewDocument(() => {
        // The flow may stand in the shadow tree of something else.
        const find = (root) =>
          root.querySelector('esp-provision-flow') ??
          [...root.querySelectorAll('*')].map((each) => each.shadowRoot && find(each.shadowRoot)).find(Boolean);
        globalThis.espProvFlow = () => find(document);
      });
      await prepare?.(page);
      if (address !== undefined) await page.goto(address);
      return { context, page, faults };
    },
    async close() {
      const closing = browser.close().then(
        () => true,
        () => true,
      );
      const late = new Promise((resolve) => setTimeout(resolve, closingMs, false));
      if ((await Promise.race([closing, late])) || pid === undefined) return;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    },
  };
}
