import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The port that stands for the first one of a recording, of as many digits as real ones have. */
const firstPort = 41234;

/** What differs from run to run and from machine to machine: free ports, addresses of buses, folders. */
export class StableText {
  /** @type {Map<string, string>} the port of this run, and the one on the page */
  #ports = new Map();
  #folder;

  /** @param {{ folder: string }} options the recording's own folder */
  constructor({ folder }) {
    this.#folder = folder;
  }

  /** Returns what a program printed as it stands on a page; throws if that would name this machine. */
  shown(text) {
    const stable = text
      .replaceAll(/(?<=\b127\.0\.0\.1:)[3-6]\d{4}\b/g, (port) => this.#stablePort(port))
      .replaceAll(/unix:path=[^\s,]*,guid=[0-9a-f]+/g, 'unix:path=/tmp/esp-prov-bus/bus');
    for (const place of [this.#folder, root, process.env['HOME'] ?? root]) {
      if (place.length > 1 && stable.includes(place)) throw new Error(`a path of this machine is printed: ${stable}`);
    }
    return stable;
  }

  /** Returns what is typed with the ports of this run. */
  real(text) {
    return [...this.#ports].reduce(
      (line, [port, stable]) => line.replaceAll(`127.0.0.1:${stable}`, `127.0.0.1:${port}`),
      text,
    );
  }

  #stablePort(port) {
    if (!this.#ports.has(port)) this.#ports.set(port, String(firstPort + this.#ports.size));
    return this.#ports.get(port);
  }
}
