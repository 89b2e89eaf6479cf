import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';
import { startChromium } from './chromium.mjs';
import { cameraSwitches, writeFilm } from './fake-camera.mjs';
import { findBrowser } from './find-browser.mjs';
import { startFirefox } from './firefox.mjs';
import { startGallery } from './gallery.mjs';
import { Scene } from './scene.mjs';
import { loadSource, siteFolder } from './site.mjs';
import { startStaticServer } from './static-server.mjs';

/** Name of a host that leads to this machine and, unlike `localhost`, counts as no secure place. */
export const insecureHost = 'prov.test';

/** Starts the servers of files that the cases share; `paths` are the browsers. */
export async function startLab(paths) {
  const server = await startStaticServer({
    folders: { '/': fileURLToPath(new URL('../page/', import.meta.url)) },
    files: { '/bare.js': await bundle('bare.mjs') },
  });
  const site = await startStaticServer({ folders: { '/': siteFolder } });
  const { en: words } = await loadSource('words/en.ts');
  return new Lab({ paths, server, site, gallery: await startGallery(), words });
}

/** What the cases share: browsers that start when the first case wants them, and servers of files. */
export class Lab {
  #browsers = new Map();
  #folder;

  /**
   * @param parts.paths - of the browsers, from `browserPaths`
   * @param parts.server - of the bare page
   * @param parts.site - server of the built page
   * @param parts.gallery - server of the gallery, with the names of its states
   * @param parts.words - catalogue of the page in English
   */
  constructor(parts) {
    Object.assign(this, parts);
  }

  /** The browser with the emulated radio, and a camera that shows `film`. */
  chromium() {
    return this.#once('chromium', async () => {
      this.#folder = await mkdtemp(join(tmpdir(), 'esp-prov-interop-'));
      this.film = join(this.#folder, 'camera.y4m');
      await writeFilm(this.film);
      return await startChromium({
        path: this.paths.chromium,
        home: `${this.server.origin}/bare.html`,
        args: [...cameraSwitches(this.film), `--host-resolver-rules=MAP ${insecureHost} 127.0.0.1`],
      });
    });
  }

  /** Chromium as it comes on Linux: without Web Bluetooth. */
  plainChromium() {
    return this.#once('plain', () => startChromium({ path: this.paths.chromium, hasBluetooth: false }));
  }

  firefox() {
    return this.#once('firefox', () => startFirefox({ path: this.paths.firefox }));
  }

  scene() {
    return new Scene(this);
  }

  /** Returns a lab with the same servers and browsers of its own, each with an adapter of its own. */
  another() {
    const { paths, server, site, gallery, words } = this;
    return new Lab({ paths, server, site, gallery, words });
  }

  /** Ends the browsers; a case that wants one starts it anew. */
  async endBrowsers() {
    const browsers = [...this.#browsers.values()];
    this.#browsers.clear();
    for (const starting of browsers) await starting.then((browser) => browser.close()).catch(() => undefined);
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true });
  }

  /** Ends the servers, also those of the others. */
  async close() {
    await this.endBrowsers();
    for (const server of [this.server, this.site, this.gallery]) await server.close();
  }

  #once(name, start) {
    if (!this.#browsers.has(name)) this.#browsers.set(name, start());
    return this.#browsers.get(name);
  }
}

/** Returns where the browsers are on this machine; undefined where there is none. */
export function browserPaths() {
  return {
    chromium: findBrowser('ESP_PROV_CHROMIUM', ['chromium', 'chromium-browser', 'google-chrome']),
    firefox: findBrowser('ESP_PROV_FIREFOX', ['firefox-esr', 'firefox']),
  };
}
