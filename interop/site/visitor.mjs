/**
 * Somebody with a browser. Whatever happens on the pages that no page of the site may do is a fault: errors in the
 * console, exceptions, and requests to other hosts.
 */
export class Visitor {
  #browser;
  #contexts = [];
  #faults = [];

  constructor(browser) {
    this.#browser = browser;
  }

  /** Opens a page of a site. `keeps`: the browser may keep the site for times without a network. */
  async open(site, path, { keeps = false, forgives = () => false, ...options } = {}) {
    const context = await this.#browser.newContext({
      viewport: { width: 1280, height: 900 },
      reducedMotion: 'reduce',
      serviceWorkers: keeps ? 'allow' : 'block',
      ...options,
    });
    this.#contexts.push(context);
    const origin = new URL(site.served.url).origin;
    context.on('request', (request) => {
      const url = new URL(request.url());
      const isOwn = url.origin === origin || ['data:', 'blob:', 'about:'].includes(url.protocol);
      if (!isOwn) this.#faults.push(`asks another host: ${request.url()}`);
      else if (url.protocol === 'http:' && !url.pathname.startsWith(site.base)) {
        this.#faults.push(`leaves the base: ${url.pathname}`);
      }
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    const fault = (text) => {
      if (!forgives(text)) this.#faults.push(`${new URL(page.url()).pathname}: ${text}`);
    };
    page.on('pageerror', (error) => fault(`exception: ${error.stack ?? error.message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') fault(`console: ${message.text()} (${message.location().url})`);
    });
    await page.goto(site.url(path), { waitUntil: 'load' });
    return page;
  }

  /** Closes everything, and returns what went wrong on the way. */
  async leave() {
    for (const context of this.#contexts) await context.close();
    return this.#faults;
  }
}
