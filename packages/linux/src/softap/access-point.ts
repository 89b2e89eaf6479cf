import { type Bytes, foreignText, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import type { GuardedProgram } from '../programs/programs.ts';
import type { Hotspot } from '../wifi/board-wifi.ts';
import { hotspotRefused } from './hotspot-refused.ts';
import { startNameServer } from './name-server.ts';
import type { SoftApEvent, SoftApOptions } from './soft-ap-options.ts';

/** Tag of the lines in the log. */
export const softApTag = 'softap';

/** Address of a device in its access point, to which all clients go. */
export const softApAddress = '192.168.4.1/24';

/** Waits before it is opened again after it ended by itself, in ms; then it is given up. */
const repairWaitsMs = [0, 1000, 3000, 9000, 27_000];

/** It may end by itself so often within this time. */
const mostLosses = 5;
const lossWindowMs = 600_000;

/** An access point that is opened. */
export interface AccessPointPlan {
  readonly ssid: Bytes;
  readonly channel: number | undefined;
  /** Interface of its own; undefined: that of the station. */
  readonly interfaceName: string | undefined;
}

/**
 * The access point of a board with its server of addresses and names, which is opened and closed again and again. What
 * ends by itself is opened again, with limits.
 */
export class AccessPoint implements AsyncDisposable {
  readonly #options: SoftApOptions;
  #plan: AccessPointPlan | undefined;
  #hotspot: Hotspot | undefined;
  #nameServer: GuardedProgram | undefined;
  /** Aborts when it is no longer wanted to be open. */
  #wanted: AbortController | undefined;
  #tail: Promise<unknown> = Promise.resolve();
  #losses: number[] = [];

  constructor(options: SoftApOptions) {
    this.#options = options;
  }

  /** Whether it is open, or about to be opened again after it ended by itself. */
  get isWanted(): boolean {
    return this.#wanted !== undefined;
  }

  /** Its channel; 0 where it is not open or the Wi-Fi service does not tell. */
  get channel(): number {
    return this.#hotspot?.channel ?? 0;
  }

  get #address(): string {
    return this.#options.address ?? softApAddress;
  }

  /**
   * Opens it, as `plan` says or as it was before.
   *
   * @throws ProvisioningError `board/hotspot-failed`, `board/not-permitted`, `board/program-missing`, `board/program-failed`
   */
  async open(plan: AccessPointPlan | undefined = this.#plan): Promise<void> {
    this.#plan = plan;
    this.#wanted ??= new AbortController();
    const { signal } = this.#wanted;
    await this.#enqueue(async () => {
      // Closed again before it was its turn.
      if (signal.aborted) return;
      try {
        await this.#bringUp(signal);
      } catch (error) {
        if (signal.aborted) return;
        this.#wanted = undefined;
        await this.#takeDown();
        throw error;
      }
    });
  }

  /** Opens it as it was before, with as many tries as after a loss; where that is in vain, `failed` is told. */
  async reopen(): Promise<void> {
    this.#wanted ??= new AbortController();
    const { signal } = this.#wanted;
    await this.#enqueue(() => this.#bringUpAgain(signal));
  }

  /** Closes it, whatever state it is in. */
  async close(): Promise<void> {
    this.#wanted?.abort(new Error('the access point is closed'));
    this.#wanted = undefined;
    await this.#enqueue(() => this.#takeDown());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #enqueue(task: () => Promise<void>): Promise<void> {
    const done = this.#tail.then(task);
    this.#tail = done.catch(() => undefined);
    return done;
  }

  /** Opens what is missing: a server of addresses that died leaves the clients of the access point where they are. */
  async #bringUp(signal: AbortSignal): Promise<void> {
    const { wifi, passphrase, programs, log, namePort } = this.#options;
    const { ssid, channel, interfaceName } = this.#plan as AccessPointPlan;
    if (this.#hotspot?.ended.aborted !== false) {
      await this.#takeDown();
      const options = { ssid, passphrase, address: this.#address, channel, interfaceName, signal };
      this.#hotspot = await wifi.openHotspot(options).catch((error: unknown) => {
        throw hotspotRefused(error, passphrase !== undefined);
      });
      this.#watch(this.#hotspot.ended, signal);
    }
    if (this.#nameServer?.ended.aborted !== false) {
      await this.#nameServer?.[Symbol.asyncDispose]();
      const { interfaceName: name } = this.#hotspot;
      const options = { interfaceName: name, address: this.#address, port: namePort, programs, log, signal };
      this.#nameServer = await startNameServer(options);
      this.#watch(this.#nameServer.ended, signal);
    }
  }

  async #takeDown(): Promise<void> {
    const parts = [this.#nameServer, this.#hotspot];
    this.#nameServer = undefined;
    this.#hotspot = undefined;
    for (const part of parts) await Promise.resolve(part?.[Symbol.asyncDispose]()).catch((error) => this.#warn(error));
  }

  /** Opens it again when a part of it ends by itself while it is wanted. */
  #watch(ended: AbortSignal, wanted: AbortSignal): void {
    const repair = () =>
      void this.#enqueue(() => this.#repair(ended.reason, wanted)).catch((error) => this.#warn(error));
    if (ended.aborted) repair();
    else ended.addEventListener('abort', repair, { once: true });
  }

  async #repair(reason: unknown, wanted: AbortSignal): Promise<void> {
    if (wanted.aborted || this.#isWhole) return;
    const error = asError(reason);
    this.#tell({ kind: 'lost', error });
    const now = this.#options.clock.now();
    this.#losses = [...this.#losses.filter((loss) => now - loss < lossWindowMs), now];
    if (this.#losses.length <= mostLosses) await this.#bringUpAgain(wanted);
    else await this.#giveUp(error);
  }

  /** Tries several times: a radio may take a while to be free. */
  async #bringUpAgain(wanted: AbortSignal): Promise<void> {
    let error: unknown;
    for (const ms of repairWaitsMs) {
      try {
        if (ms > 0) await this.#options.clock.sleep(ms, { signal: wanted });
        wanted.throwIfAborted();
        return await this.#bringUp(wanted);
      } catch (cause) {
        // Closed meanwhile: that takes down what there is.
        if (wanted.aborted) return;
        error = cause;
        this.#warn(cause);
      }
    }
    await this.#giveUp(asError(error));
  }

  async #giveUp(error: ProvisioningError): Promise<void> {
    this.#wanted = undefined;
    await this.#takeDown();
    this.#tell({ kind: 'failed', error });
  }

  get #isWhole(): boolean {
    return this.#hotspot?.ended.aborted === false && this.#nameServer?.ended.aborted === false;
  }

  #tell(event: SoftApEvent): void {
    this.#options.onEvent?.(event);
  }

  #warn(error: unknown): void {
    this.#options.log('warn', softApTag, foreignText(String(error)));
  }
}

function asError(error: unknown): ProvisioningError {
  if (isProvisioningError(error)) return error;
  return new ProvisioningError('board/hotspot-failed', foreignText(String(error)), { cause: error });
}
