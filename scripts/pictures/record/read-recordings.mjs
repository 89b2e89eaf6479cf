import { readdirSync } from 'node:fs';
import { record } from './recorder.mjs';

const folder = new URL('../recordings/', import.meta.url);

/** How many recordings run at once. */
const atOnce = 2;

/** The recordings of the project, each of which is run at most once. */
export class Recordings {
  #recordings;
  #made = new Map();
  #running = 0;
  #waiting = [];

  /** @param {Record<string, import('./recorder.mjs').Recording>} recordings */
  constructor(recordings) {
    this.#recordings = recordings;
  }

  get names() {
    return Object.keys(this.#recordings);
  }

  /** Returns the parts of a recording, which is run if it has not been yet. */
  made(name) {
    const recording = this.#recordings[name];
    if (recording === undefined) throw new Error(`there is no recording ${name} in scripts/pictures/recordings`);
    if (!this.#made.has(name))
      this.#made.set(
        name,
        this.#inTurn(() => record(name, recording)),
      );
    return this.#made.get(name);
  }

  async #inTurn(task) {
    while (this.#running >= atOnce) await new Promise((resolve) => this.#waiting.push(resolve));
    this.#running++;
    try {
      return await task();
    } finally {
      this.#running--;
      this.#waiting.shift()?.();
    }
  }
}

/** Reads `scripts/pictures/recordings`: each file exports one `recording`, and its name is that of the file. */
export async function readRecordings() {
  const recordings = {};
  for (const file of readdirSync(folder).filter((each) => each.endsWith('.mjs'))) {
    const { recording } = await import(new URL(file, folder).href);
    recordings[file.replace(/\.mjs$/, '')] = recording;
  }
  return new Recordings(recordings);
}
