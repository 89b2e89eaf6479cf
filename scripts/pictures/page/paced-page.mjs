/** How far one step of the clock goes, in ms. */
const stepMs = 10;

/** How many steps may pass until something is there: a minute. */
const mostSteps = 6000;

/** Time in the page when it opens: a noon. */
const noon = new Date('2026-01-05T12:00:00Z');

/**
 * A page whose clock goes on only while it has nothing to do, and whose random numbers have a seed; so its text is the same
 * each time.
 */
export class PacedPage {
  page;
  #loading = new Set();

  /** @param {import('playwright-core').Page} page */
  constructor(page) {
    this.page = page;
    page.on('request', (request) => this.#loading.add(request));
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => this.#loading.delete(request));
  }

  /** Opens an address. */
  async open(address) {
    await this.page.addInitScript(watchWork);
    await this.page.clock.install({ time: noon });
    await this.page.goto(address);
    await this.page.clock.pauseAt(new Date(noon.getTime() + 1000));
  }

  /** Lets time pass until `isThere` resolves to true. */
  async until(isThere) {
    for (let step = 0; step < mostSteps; step++) {
      await this.#settle();
      if (await isThere()) return;
      await this.page.clock.runFor(stepMs);
    }
    throw new Error(`it never came: ${isThere}`);
  }

  /** Lets so many ms pass. */
  async pass(ms) {
    let left = Math.ceil(ms / stepMs);
    await this.until(async () => left-- === 0);
  }

  /** Returns when nothing is loaded and nothing is computed. */
  async #settle() {
    do await this.page.evaluate(() => globalThis.whenIdle());
    while (this.#loading.size > 0);
  }
}

/** Runs in the page, before its scripts: counts what takes real time, and draws random numbers from a seed. */
function watchWork() {
  let pending = 0;
  const count = (work) => {
    pending++;
    const done = () => void pending--;
    Promise.resolve(work).then(done, done);
    return work;
  };
  for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
    const real = SubtleCrypto.prototype[name];
    if (typeof real !== 'function' || name === 'constructor') continue;
    SubtleCrypto.prototype[name] = function (...args) {
      return count(real.apply(this, args));
    };
  }
  const RealWorker = Worker;
  globalThis.Worker = class extends RealWorker {
    postMessage(...args) {
      pending++;
      this.addEventListener('message', () => void pending--, { once: true });
      super.postMessage(...args);
    }
  };
  let state = 0x2545f491;
  Crypto.prototype.getRandomValues = (view) => {
    const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
    for (let i = 0; i < bytes.length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      bytes[i] = state >>> 24;
    }
    return view;
  };
  const { port1, port2 } = new MessageChannel();
  const turns = [];
  port1.onmessage = () => turns.shift()();
  const turn = () =>
    new Promise((resolve) => {
      turns.push(resolve);
      port2.postMessage(0);
    });
  globalThis.whenIdle = async () => {
    for (let quiet = 0; quiet < 8; quiet++) {
      await turn();
      if (pending > 0) quiet = 0;
    }
  };
}
