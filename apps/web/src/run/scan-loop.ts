import type { Provisioner } from '@esp-prov/client';
import { type Clock, isProvisioningError } from '@esp-prov/protocol';
import type { FlowEvent } from '../flow/flow-event.ts';
import type { FlowWorld } from './flow-world.ts';
import { heardNetworks } from './heard-networks.ts';
import { limited } from './limited.ts';

/** Pause between two scans. */
const pauseMs = 3000;

/** Pause where every scan costs a handshake of security 2, which takes a chip seconds. */
const costlyPauseMs = 10_000;

/** Longest time for one scan with its results. */
const scanLimitMs = 45_000;

/** Failures after which the session is still of use. */
const harmless = ['device/status', 'device/scan-endless', 'version/feature-missing', 'message/unexpected'] as const;

/** Failures of the endpoint alone: over the same link another session takes what comes next. */
const ofEndpoint = ['endpoint/refused', 'endpoint/not-found'] as const;

/** What a loop of scans needs. */
export interface ScanLoopOptions {
  readonly clock: Clock;
  readonly provisioner: Provisioner;
  readonly visibility: FlowWorld['visibility'];
  readonly report: (event: FlowEvent) => void;
  /** Called with what ends the use of the device. */
  readonly fail: (error: unknown) => void;
  readonly signal: AbortSignal;
}

/** Scans again and again while the list is on the screen and the page can be seen. One scan never overlaps another. */
export class ScanLoop {
  readonly #options: ScanLoopOptions;
  readonly #pauseMs: number;
  #stop: AbortController | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(options: ScanLoopOptions) {
    this.#options = options;
    const { securityVersion, info } = options.provisioner;
    const isCostly = securityVersion === 2 && (info.securityPatchVersion ?? 0) === 0;
    this.#pauseMs = isCostly ? costlyPauseMs : pauseMs;
  }

  /** Begins to scan, after the scan that is under way. */
  start(before: () => Promise<unknown> = async () => undefined): void {
    if (this.#stop) return;
    const stop = new AbortController();
    this.#stop = stop;
    this.#running = this.#running.then(() => this.#run(stop.signal, before));
  }

  /** Begins no other scan; resolves once none is under way, as nothing else may be asked of the device in between. */
  async stop(): Promise<void> {
    this.#stop?.abort();
    this.#stop = undefined;
    await this.#running;
  }

  async #run(stopped: AbortSignal, before: () => Promise<unknown>): Promise<void> {
    const { clock, provisioner, report, fail, signal } = this.#options;
    let failures = 0;
    let heardAny = false;
    try {
      if (!stopped.aborted) await before();
      while (!stopped.aborted && !signal.aborted) {
        if (!(await this.#visible(stopped))) return;
        try {
          const limit = { clock, ms: scanLimitMs, what: 'a scan', signal };
          const scan = await limited(limit, (both) => provisioner.scan({ signal: both, timeoutMs: scanLimitMs }));
          heardAny = true;
          failures = 0;
          report({ kind: 'heard', networks: heardNetworks(scan) });
        } catch (error) {
          if (isOfEndpoint(error)) await this.#reopen();
          else if (!harmless.some((code) => isProvisioningError(error, code))) throw error;
          // One that fails between others is no news.
          if (!heardAny || ++failures > 1) {
            report({ kind: 'scan-failed' });
            return;
          }
        }
        await clock.sleep(this.#pauseMs, { signal: stopped }).catch(() => undefined);
      }
    } catch (error) {
      fail(error);
    } finally {
      if (this.#stop?.signal === stopped) this.#stop = undefined;
    }
  }

  /** Opens another session: the keys of one whose request was refused do not fit any more. */
  async #reopen(): Promise<void> {
    const { clock, provisioner, signal } = this.#options;
    const limit = { clock, ms: scanLimitMs, what: 'a new session', signal };
    await limited(limit, (both) => provisioner.reopen({ signal: both }));
  }

  /** Resolves once the page can be seen; false when stopped before. */
  async #visible(stopped: AbortSignal): Promise<boolean> {
    const { visibility, signal } = this.#options;
    if (!visibility?.hidden) return true;
    const end = new AbortController();
    await new Promise<void>((resolve) => {
      const done = () => {
        end.abort();
        resolve();
      };
      for (const each of [stopped, signal]) each.addEventListener('abort', done, { once: true, signal: end.signal });
      visibility.onChange(() => {
        if (!visibility.hidden) done();
      }, end.signal);
    });
    return !stopped.aborted && !signal.aborted;
  }
}

function isOfEndpoint(error: unknown): boolean {
  // A session of somebody else's has taken the place of this one: it would not go on.
  if (isProvisioningError(error, 'endpoint/refused') && error.details.replaced === true) return false;
  return ofEndpoint.some((code) => isProvisioningError(error, code));
}
