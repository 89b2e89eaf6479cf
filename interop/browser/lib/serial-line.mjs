/**
 * Gives a page a serial port whose other end is `port`, a `ConsolePort` of this program. Browsers list only the ports that
 * the machine's device manager knows, and a pseudo-terminal is none; so the script below does what the standard says of
 * `navigator.serial`, and the adapter under test cannot tell the difference. The page needs `exposeFunction` and one way
 * to add a script before its own: Playwright and Puppeteer call it differently.
 */
export async function giveSerialPort(page, port, { vendor = 0x10c4, product = 0xea60 } = {}) {
  const signals = [];
  await page.exposeFunction('espProvSerialOut', (text) => port.write(Buffer.from(text, 'base64').toString('utf8')));
  await page.exposeFunction('espProvSerialSignals', (given) => signals.push(given));
  await page.exposeFunction('espProvSerialIn', async () => {
    const text = await port.read().catch(() => undefined);
    return text === undefined ? null : Buffer.from(text, 'utf8').toString('base64');
  });
  const add = page.addInitScript ?? page.evaluateOnNewDocument;
  await add.call(page, standInSerial, { vendor, product });
  return {
    signals,
    /** Pulls the plug, as the page sees it. */
    unplug: () => page.evaluate(() => globalThis.espProvUnplug()),
    plugIn: () => page.evaluate(() => globalThis.espProvPlugIn()),
  };
}

/** Runs in the page, before its own scripts. */
function standInSerial({ vendor, product }) {
  class StandInPort extends EventTarget {
    readable = null;
    writable = null;
    connected = true;
    #reading;

    async open({ baudRate }) {
      if (!this.connected) throw new DOMException('Failed to open serial port.', 'NetworkError');
      if (this.readable) throw new DOMException('The port is already open.', 'InvalidStateError');
      if (!(baudRate > 0)) throw new TypeError('Requested baud rate must be greater than zero.');
      const bytes = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
      const text = (chunk) => btoa(String.fromCharCode(...chunk));
      this.readable = new ReadableStream({
        start: (controller) => {
          this.#reading = controller;
        },
        pull: async (controller) => {
          const read = await globalThis.espProvSerialIn();
          if (this.#reading !== controller) return;
          if (read === null) this.unplug();
          else controller.enqueue(bytes(read));
        },
        cancel: () => {
          this.#reading = undefined;
        },
      });
      this.writable = new WritableStream({
        write: (chunk) => globalThis.espProvSerialOut(text(new Uint8Array(chunk))),
      });
    }

    async close() {
      if (this.readable?.locked || this.writable?.locked) throw new TypeError('Cannot cancel a locked stream');
      this.#reading = undefined;
      this.readable = null;
      this.writable = null;
    }

    async setSignals(signals) {
      await globalThis.espProvSerialSignals(signals);
    }

    getInfo() {
      return { usbVendorId: vendor, usbProductId: product };
    }

    async forget() {}

    unplug() {
      this.connected = false;
      this.#reading?.error(new DOMException('The device has been lost.', 'NetworkError'));
      this.#reading = undefined;
      this.dispatchEvent(new Event('disconnect', { bubbles: true }));
    }
  }
  const port = new StandInPort();
  class StandInSerial extends EventTarget {
    async requestPort() {
      if (!navigator.userActivation.isActive) {
        throw new DOMException('Must be handling a user gesture to show a permission request.', 'SecurityError');
      }
      if (globalThis.espProvNoPort) throw new DOMException('No port selected by the user.', 'NotFoundError');
      return port;
    }

    async getPorts() {
      return port.connected ? [port] : [];
    }
  }
  const serial = new StandInSerial();
  port.addEventListener('disconnect', () => serial.dispatchEvent(new Event('disconnect')));
  globalThis.espProvUnplug = () => port.unplug();
  globalThis.espProvPlugIn = () => {
    port.connected = true;
    serial.dispatchEvent(new Event('connect'));
  };
  Object.defineProperty(Navigator.prototype, 'serial', { configurable: true, get: () => serial });
}
