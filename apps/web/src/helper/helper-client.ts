import type { CallOptions, OpenTransport, Transport } from '@esp-prov/client';
import { type Clock, foreignText, isProvisioningError, ProvisioningError, systemClock, utf8 } from '@esp-prov/protocol';
import { members, readFailure } from './helper-failure.ts';
import { readLines } from './helper-lines.ts';
import type { HelperPlace } from './helper-place.ts';
import { callHelper, type HelperLine, openAnswer, readJson } from './helper-request.ts';
import { helperTransport } from './helper-transport.ts';

/** A device that the helper has seen over Bluetooth. */
export interface HelperDevice {
  readonly id: string;
  /** As it advertises itself; undefined where it does not. */
  readonly name: string | undefined;
  /** Signal strength in dBm. */
  readonly rssi: number | undefined;
  readonly services: readonly string[];
  /** Whether another program of the machine holds it. */
  readonly taken: boolean;
}

/** A serial port of the machine. */
export interface HelperPort {
  readonly path: string;
  readonly description: string | undefined;
}

/** What the helper is asked to open. */
export type HelperTarget =
  /** Without an address: the device that the command was started for, else the address of a device's access point. */
  | { readonly kind: 'http'; readonly address?: string }
  | { readonly kind: 'ble'; readonly id: string; readonly services?: readonly string[] }
  | { readonly kind: 'console'; readonly path: string };

/** What a client works with besides the place of the helper. */
export interface HelperClientOptions {
  readonly fetch?: typeof globalThis.fetch | undefined;
  readonly clock?: Clock | undefined;
}

/** Longest time for what the helper answers itself, and for what it opens first, in ms. */
const answerMs = 10_000;
const openMs = 60_000;

/** Most lines of one scan that are read, and most ports of a list. */
const mostLines = 20_000;
const mostPorts = 64;

/** Characters of what devices and ports call themselves. */
const longestText = 248;

/**
 * The helper `esp-prov web` as the page sees it: it lists what the machine reaches, and opens links, each of which is a
 * transport. Keys and secrets of a session never leave the page.
 */
export class HelperClient {
  readonly #line: HelperLine;

  constructor(
    place: HelperPlace,
    { fetch = globalThis.fetch.bind(globalThis), clock = systemClock }: HelperClientOptions = {},
  ) {
    this.#line = { place, fetch, clock };
  }

  /** Returns the version of the helper. @throws ProvisioningError `helper/gone`, `helper/refused` */
  async ping({ signal }: CallOptions = {}): Promise<string> {
    const answer = await this.#json('/helper/status', signal);
    if (answer['helper'] !== 'esp-prov') throw new ProvisioningError('helper/gone', 'something else answers there');
    return foreignText(String(answer['version']), 32);
  }

  /** Yields devices as they are seen, one again and again with its newest strength, until aborted. */
  async *scan(namePrefix: string, signal: AbortSignal): AsyncGenerator<HelperDevice, void, undefined> {
    // A scan of the helper ends by itself after a minute; a page that still wants to look begins another.
    for (let lines = 0; lines < mostLines; ) {
      const before = lines;
      for await (const line of this.#scanOnce(namePrefix, signal)) {
        if (++lines > mostLines) return;
        if (members(line)['error'] !== undefined) throw readFailure(line).error;
        const device = readDevice(members(line)['device']);
        if (device) yield device;
      }
      signal.throwIfAborted();
      // One that ends at once would otherwise be begun again and again.
      if (lines === before) await this.#line.clock.sleep(1000, { signal });
    }
  }

  /** Lists the serial ports of the machine. */
  async serialPorts({ signal }: CallOptions = {}): Promise<readonly HelperPort[]> {
    const { ports } = await this.#json('/helper/ports', signal);
    return (Array.isArray(ports) ? ports : []).slice(0, mostPorts).flatMap((value): HelperPort[] => {
      const { path, description } = members(value);
      if (typeof path !== 'string' || path.length > longestText) return [];
      return [
        { path, description: typeof description === 'string' ? foreignText(description, longestText) : undefined },
      ];
    });
  }

  /** Opens a link. @throws ProvisioningError as the helper reports it */
  async open(target: HelperTarget, { signal }: CallOptions = {}): Promise<Transport> {
    const body = utf8(JSON.stringify(target));
    const call = { method: 'POST', path: '/helper/links', body, ms: openMs, signal } as const;
    return helperTransport(this.#line, await callHelper(this.#line, call));
  }

  /** Returns the way to open links to a target, as often as they are lost. */
  openTransport(target: HelperTarget): OpenTransport {
    return async ({ signal }) => await this.open(target, { signal });
  }

  async #json(path: string, signal: AbortSignal | undefined): Promise<Readonly<Record<string, unknown>>> {
    return members(readJson(await callHelper(this.#line, { method: 'GET', path, ms: answerMs, signal })));
  }

  async *#scanOnce(namePrefix: string, signal: AbortSignal): AsyncGenerator<unknown, void, undefined> {
    const path = `/helper/scan?prefix=${encodeURIComponent(namePrefix)}`;
    try {
      const { body } = await openAnswer(this.#line, { method: 'GET', path }, signal);
      if (body) yield* readLines(body);
    } catch (cause) {
      signal.throwIfAborted();
      if (isProvisioningError(cause)) throw cause;
      throw new ProvisioningError('helper/gone', undefined, { cause });
    }
  }
}

function readDevice(value: unknown): HelperDevice | undefined {
  const { id, name, rssi, services, taken } = members(value);
  if (typeof id !== 'string' || id === '' || id.length > longestText) return undefined;
  return {
    id,
    name: typeof name === 'string' ? foreignText(name, longestText) : undefined,
    rssi: typeof rssi === 'number' ? rssi : undefined,
    services: Array.isArray(services) ? services.filter((uuid) => typeof uuid === 'string').slice(0, 16) : [],
    taken: taken === true,
  };
}
