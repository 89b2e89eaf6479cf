import { account, pop } from './virtual-device.mjs';

/** Does with the page what a person does: finds things by their words, and presses, types and reads them. */
export class Person {
  /** @param words - the catalogue of the language that the page speaks */
  constructor(page, words) {
    this.page = page;
    this.words = words;
  }

  /** Waits for the screen with a title, given as a key of the catalogue and what is filled in. */
  async reaches(key, values, { timeout } = {}) {
    await this.page.getByRole('heading', { name: fits(this.text(key, values)) }).waitFor({ timeout });
  }

  /** Waits for a text anywhere on the screen: a key of the catalogue, or an expression. */
  async reads(text, values, { timeout } = {}) {
    const wanted = text instanceof RegExp ? text : new RegExp(fits(this.text(text, values)).source.slice(1, -1));
    await this.page.getByText(wanted).filter({ visible: true }).first().waitFor({ timeout });
  }

  async press(key, values) {
    await this.button(key, values).click();
  }

  /** Returns a button; its name may have more in it than the words, such as a hint. */
  button(key, values) {
    const { source } = fits(this.text(key, values));
    return this.page.getByRole('button', { name: new RegExp(source.slice(0, -1)) }).first();
  }

  async type(key, text) {
    await this.page.getByLabel(this.words[key], { exact: true }).fill(text);
  }

  /** Picks a network of the list. */
  async picks(ssid) {
    // A list that is still growing moves its rows.
    await this.page.getByRole('radio').nth(1).waitFor();
    const row = this.page.locator('label.net').filter({ has: this.network(ssid) });
    await row.click();
    await this.network(ssid).and(this.page.locator(':checked')).waitFor({ timeout: 5000 });
  }

  network(ssid) {
    return this.page.getByRole('radio', { name: new RegExp(`^\\s*${escaped(ssid)}`) });
  }

  /** Takes Bluetooth and answers what the device asks, up to the list of networks. */
  async connects({ security = 1, way = 'bluetooth' } = {}) {
    await this.reaches('startTitle');
    await this.press(way);
    await this.proves(security);
    await this.reaches('networksTitle');
  }

  async proves(security, given = { pop, ...account }) {
    if (security === 0) {
      await this.reaches('consentOpenTitle');
      return await this.press('consentYes');
    }
    if (security === 1) {
      await this.reaches('proofTitle');
      await this.type('proofLabel', given.pop);
    } else {
      await this.reaches('accountTitle');
      await this.type('userLabel', given.username);
      await this.type('devicePasswordLabel', given.password);
    }
    await this.press('goOn');
  }

  /** Picks a network of the list and gives its password; null for one that has none. */
  async joins(network = 'myssid', passphrase = 'mypassword') {
    await this.network(network).waitFor();
    await this.picks(network);
    await this.press('goOn');
    if (passphrase === null) return;
    await this.reaches('passwordTitle', { network });
    await this.type('passwordLabel', passphrase);
    await this.press('join');
  }

  text(key, values = {}) {
    const text = this.words[key];
    if (typeof text !== 'string') throw new Error(`the catalogue has no text ${key}`);
    return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? `{${name}}`);
  }
}

/** Names are isolated where they are shown, and spaces are as the lines break. */
function fits(text) {
  return new RegExp(`^[\\s\u2066-\u2069]*${escaped(text).replace(/\s+/g, '[\\s\u2066-\u2069]+')}[\\s\u2066-\u2069]*$`);
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
