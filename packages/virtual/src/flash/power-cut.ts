import { type DeviceTransport, type KeyValueStore, wrapDeviceTransport, wrapRequests } from '@esp-prov/device';
import type { Bytes, Flash } from '@esp-prov/nvs';

/** When the power is cut: after this number of operations on the flash. */
export interface PowerCut {
  /** What is counted: everything from switching on, or from the moment at which credentials are to be stored. */
  readonly from: 'start' | 'apply';
  /** Words that are programmed and sectors that are erased before the cut. */
  readonly operations: number;
}

/** What a flash without power throws. */
export class PowerCutError extends Error {
  override readonly name = 'PowerCutError';
}

const wordSize = 4;

/** A flash whose power can be cut between any two words: what comes later is lost, and it answers no more. */
export class PowerCutFlash implements Flash {
  readonly #flash: Flash;
  readonly #onCut: () => void;
  #left = Number.POSITIVE_INFINITY;
  #off = false;

  /** @param onCut - called once, in the middle of what wants to change the flash */
  constructor(flash: Flash, onCut: () => void) {
    this.#flash = flash;
    this.#onCut = onCut;
  }

  get size(): number {
    return this.#flash.size;
  }

  /** Cuts the power after this number of further operations. */
  cutAfter(operations: number): void {
    this.#left = operations;
  }

  read(offset: number, length: number): Bytes {
    if (this.#off) throw new PowerCutError('the power is off');
    return this.#flash.read(offset, length);
  }

  program(offset: number, data: Uint8Array): void {
    if (this.#left === Number.POSITIVE_INFINITY) return this.#flash.program(offset, data);
    for (let at = 0; at < data.length; at += wordSize) {
      this.#step();
      this.#flash.program(offset + at, data.subarray(at, at + wordSize));
    }
  }

  erase(sector: number): void {
    this.#step();
    this.#flash.erase(sector);
  }

  #step(): void {
    if (this.#off) throw new PowerCutError('the power is off');
    if (this.#left-- > 0) return;
    this.#off = true;
    this.#onCut();
    throw new PowerCutError('the power was cut');
  }
}

/**
 * Returns `store`, which calls `onFirst` before its first change: a device makes it when credentials are applied.
 */
export function withFirstCommit(store: KeyValueStore, onFirst: () => void): KeyValueStore {
  let first = true;
  return {
    get: (namespace, key) => store.get(namespace, key),
    commit(namespace, entries) {
      if (first) onFirst();
      first = false;
      return store.commit(namespace, entries);
    },
  };
}

/** Returns `transport`, which answers nothing once the power is off, not even requests that are under way. */
export function whilePowered(transport: DeviceTransport, isOn: () => boolean): DeviceTransport {
  return wrapDeviceTransport(transport, (requests) =>
    wrapRequests(requests, {
      async handle(peer, endpoint, request, options) {
        const answer = await requests.handle(peer, endpoint, request, options);
        if (!isOn()) throw new PowerCutError('the power is off');
        return answer;
      },
    }),
  );
}
