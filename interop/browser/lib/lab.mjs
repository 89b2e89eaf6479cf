import { startChromium } from './chromium.mjs';
import { findBrowser } from './find-browser.mjs';
import { Scene } from './scene.mjs';

/** What the cases share: browsers that start when the first case wants them, and servers of files. */
export class Lab {
  #chromium;
  #closing = [];

  constructor({ paths = browserPaths(), server }) {
    this.paths = paths;
    this.server = server;
  }

  /** The browser with the emulated radio. */
  async chromium() {
    this.#chromium ??= this.#keep(
      startChromium({ path: this.paths.chromium, home: `${this.server.origin}/bare.html`, args: this.args }),
    );
    return await this.#chromium;
  }

  /** Starts something that ends with the lab. */
  #keep(starting) {
    this.#closing.push(starting);
    return starting;
  }

  scene() {
    return new Scene(this);
  }

  async close() {
    for (const starting of this.#closing.reverse()) await starting.then((each) => each.close()).catch(() => undefined);
  }
}

/** Returns where the browsers are on this machine; undefined where there is none. */
export function browserPaths() {
  return {
    chromium: findBrowser('ESP_PROV_CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']),
    firefox: findBrowser('ESP_PROV_FIREFOX', ['firefox-esr', 'firefox']),
  };
}
