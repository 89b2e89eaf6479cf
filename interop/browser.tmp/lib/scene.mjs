import { Skipped } from './skipped.mjs';
import { startConsoleDevice, startHttpDevice, startRadioDevice } from './virtual-device.mjs';

/** One case: its pages and devices, which end with it. */
export class Scene {
  #lab;
  #ends = [];
  #opened = [];
  #devices = [];

  constructor(lab) {
    this.#lab = lab;
  }

  get lab() {
    return this.#lab;
  }

  /** Runs `end` when the case is over, the last one first. */
  defer(end) {
    this.#ends.push(end);
  }

  /** Returns the browser with a radio as new. */
  async chromium({ state } = {}) {
    const chromium = await this.#lab.chromium();
    if (!this.#isFresh) await chromium.renewRadio(state);
    this.#isFresh = true;
    return chromium;
  }
  #isFresh = false;

  /** Switches a virtual device on, on the radio of the browser. */
  async device(options) {
    const { radio } = await this.chromium();
    return this.#on(await startRadioDevice(radio, options));
  }

  /** Switches a virtual device on that is reached by its console. */
  async consoleDevice(options) {
    return this.#on(await startConsoleDevice(options));
  }

  /** Switches a virtual device on that is reached over its own Wi-Fi. */
  async httpDevice(options) {
    return this.#on(await startHttpDevice(options));
  }

  #on(device) {
    this.#devices.push(device);
    this.defer(() => device.switchOff());
    return device;
  }

  /** Opens a page; what it may not do fails the case. */
  async open(address, options) {
    const chromium = await this.chromium();
    return await this.#keep(await chromium.open(address, options));
  }

  /** Opens a page in Chromium without Web Bluetooth. */
  async openPlain(address, options) {
    return await this.#keep(await (await this.#lab.plainChromium()).open(address, options));
  }

  /** Opens a page in Firefox. */
  async openFirefox(address, options) {
    if (this.#lab.paths.firefox === undefined) throw new Skipped('no firefox; ESP_PROV_FIREFOX may name one');
    return await this.#keep(await (await this.#lab.firefox()).open(address, options));
  }

  async #keep(opened) {
    this.#opened.push(opened);
    this.defer(() => opened.context.close());
    return opened;
  }

  /** @throws Error if a page has done what no page of ours may do */
  requireQuiet() {
    const faults = this.#opened.flatMap((each) => each.faults);
    if (faults.length > 0) throw new Error(`the page did what it may not:\n${faults.join('\n')}`);
  }

  /** Returns what is known of a case that has failed. */
  async describe() {
    const parts = this.#devices.map(({ lines }) => `device:\n${lines.slice(-25).join('\n')}`);
    for (const { page, faults } of this.#opened) {
      if (faults.length > 0) parts.push(`faults:\n${faults.join('\n')}`);
      const tree = await whatIsShown(page).catch((error) => error.message);
      parts.push(`page ${page.url()}:\n${tree}`);
    }
    return parts.join('\n');
  }

  async end() {
    for (const end of this.#ends.reverse()) await end();
  }
}

/** Returns what a page shows as text: the tree of accessibility where the driver has it. */
async function whatIsShown(page) {
  const body = page.locator('body');
  return await (body.ariaSnapshot?.({ timeout: 2000 }) ?? page.evaluate(() => document.body.outerHTML));
}
