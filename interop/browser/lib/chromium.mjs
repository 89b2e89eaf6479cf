import { chromium } from 'playwright-core';
import { answerChooser } from './chooser.mjs';
import { EmulatedRadio } from './radio/emulated-radio.mjs';
import { watchPage } from './watched-page.mjs';

/** Time that a browser gets to close; one that has crashed can take minutes. */
const closingMs = 3000;

/**
 * Starts Chromium with the emulated radio.
 *
 * @param options.path - of the program
 * @param options.args - further switches
 * @param options.home - address of a page that holds the adapter, so that it outlives the pages of the cases
 * @param options.hasBluetooth - false: as it comes on Linux, without Web Bluetooth
 */
export async function startChromium({ path, args = [], home, hasBluetooth = true }) {
  const features = hasBluetooth ? ['--enable-blink-features=WebBluetooth'] : [];
  const browser = await chromium.launch({
    executablePath: path,
    headless: true,
    args: ['--no-sandbox', ...features, ...args],
  });
  const session = await browser.newBrowserCDPSession();
  const pid = await browserPid(session);
  const radio = new EmulatedRadio(session);
  await radio.start();
  const keeper = hasBluetooth ? await browser.newPage() : undefined;
  await holdAdapter();

  /** The emulated adapter lives only while a page has used it. */
  async function holdAdapter() {
    if (!hasBluetooth) return;
    await keeper.goto(home);
    await keeper.evaluate(() => navigator.bluetooth.getAvailability());
  }

  // Pages look at it to find out what the browser can, and a window or none makes no difference.
  const userAgent = (await session.send('Browser.getVersion')).userAgent.replace('HeadlessChrome', 'Chrome');

  return {
    browser,
    radio,
    version: browser.version(),
    /** Returns a radio as new, on which is what the case has switched on. */
    async renewRadio(state) {
      await radio.restart(state);
      await holdAdapter();
    },
    /**
     * Opens a page of its own context. `pick` answers the list of devices: by default the first device on the air.
     * What it may not do (errors, violations of the policy) is collected in `faults`.
     */
    async open(address, { context: options = {}, pick, prepare, within } = {}) {
      const context =
        within ?? (await browser.newContext({ viewport: { width: 1024, height: 800 }, userAgent, ...options }));
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const pageSession = await context.newCDPSession(page);
      const watch = { pick: pick ?? ((listed) => radio.advertised.find((each) => listed.includes(each))) };
      await answerChooser(pageSession, (listed) => watch.pick(listed));
      const faults = await watchPage(page);
      await tellLeaving(page, radio);
      // The page of a device that is on the network now: the last screen looks whether it answers.
      await page.route(/^http:\/\/192\.168\.\d+\.\d+\/$/, (route) => route.fulfill({ body: 'a device' }));
      await prepare?.(page);
      await page.bringToFront();
      if (address !== undefined) await page.goto(address);
      return { context, page, faults, session: pageSession, chooser: watch };
    },
    async close() {
      const closing = radio
        .stop()
        .catch(() => undefined)
        .then(() => browser.close())
        .catch(() => undefined);
      const closed = await Promise.race([
        closing.then(() => true),
        new Promise((resolve) => setTimeout(resolve, closingMs, false)),
      ]);
      if (closed || pid === undefined) return;
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It has ended in the meantime.
      }
    },
  };
}

/** The emulation does not report that a page ends its connection, nor that a page with one goes away. */
async function tellLeaving(page, radio) {
  // What goes wrong is the radio that was switched off meanwhile.
  const leave = (each) => each?.left().catch(() => undefined);
  const left = (name) => leave(radio.named(name));
  await page.exposeFunction('espProvLeft', left);
  await page.addInitScript(() => {
    const server = globalThis.BluetoothRemoteGATTServer?.prototype;
    if (server === undefined) return;
    const { disconnect } = server;
    server.disconnect = function () {
      const { connected, device } = this;
      disconnect.call(this);
      if (connected) void globalThis.espProvLeft(device.name);
    };
  });
  const gone = (frame) => {
    if (frame === page.mainFrame()) for (const each of radio.connected) void leave(each);
  };
  page.on('framenavigated', gone);
  page.on('close', () => gone(page.mainFrame()));
}

async function browserPid(session) {
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  return processInfo.find(({ type }) => type === 'browser')?.id;
}
