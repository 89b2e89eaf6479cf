import { Provisioner, type Transport } from '@esp-prov/client';
import type { WorkerPower } from '@esp-prov/client/web';
import { type Clock, capabilities, isProvisioningError } from '@esp-prov/protocol';
import type { FlowEvent } from '../flow/flow-event.ts';
import type { ConnectStep, NetworkChoice, Wanted } from '../flow/flow-state.ts';
import { pageFailure } from '../flow/page-failure.ts';
import type { AcceptedAnswers } from './accepted-answers.ts';
import type { ChosenDevice } from './device-reach.ts';
import { describeFailure } from './failure.ts';
import type { FlowWorld } from './flow-world.ts';
import { limited, limitedTake } from './limited.ts';
import { linkOpener } from './link-opener.ts';
import { loadPowers } from './load-powers.ts';
import { readNextUrl } from './next-url.ts';
import { ownEndpoints } from './own-endpoints.ts';
import { Questions } from './questions.ts';
import { ScanLoop } from './scan-loop.ts';
import { afterSleep, watchSleep } from './sleep-watch.ts';
import { watchJoin } from './watch-join.ts';
import { wifiNetwork } from './wifi-network.ts';

/** Longest time for a link to come about, and for each of the version and a handshake. */
const limits = { link: 45_000, version: 60_000 };

/** How long a closed link may take to say so. */
const closeMs = 5000;

/** Longest time from Apply to the device's own answer: longer than the 30 s after which firmware gives up by itself. */
const defaultJoinLimitMs = 45_000;

// Beside what uses it, so that whoever loads this loads the schemes from the same place.
export { loadSecurity } from '@esp-prov/client';

/** What a visit needs. */
export interface VisitOptions {
  readonly world: FlowWorld;
  readonly clock: Clock;
  readonly device: ChosenDevice;
  readonly wanted: Wanted;
  readonly report: (event: FlowEvent) => void;
  /** What was typed in this run. */
  readonly accepted?: AcceptedAnswers | undefined;
}

/** One use of a device, from connecting to leaving it. Nothing that it does outlives `end`. */
export class Visit {
  readonly #options: VisitOptions;
  readonly #end = new AbortController();
  readonly #questions: Questions;
  #powers: WorkerPower | undefined;
  #provisioner: Provisioner | undefined;
  #scans: ScanLoop | undefined;
  #transport: Transport | undefined;
  #hasFailed = false;
  #release: (() => void) | undefined;
  /** What is under way; none of it throws. */
  readonly #tasks = new Set<Promise<void>>();
  /** How long the computer slept last; undefined: not at all. */
  #sleptMs: number | undefined;

  constructor(options: VisitOptions) {
    this.#options = options;
    void watchSleep({
      clock: options.clock,
      wallClock: options.world.wallClock ?? Date.now,
      signal: this.#end.signal,
      onWoke: (sleptMs) => {
        this.#sleptMs = sleptMs;
      },
    });
    const known = options.accepted?.of(options.device);
    this.#questions = new Questions(options.wanted, (event) => this.#report(event), this.#end.signal, known);
  }

  get questions(): Questions {
    return this.#questions;
  }

  /** Opens a session and reports what the device offers. */
  async connect(): Promise<void> {
    await this.#guarded(async () => {
      const provisioner = await this.#open();
      if (!provisioner) return;
      await this.#requireProvisioning(provisioner);
      const { securityVersion, info } = provisioner;
      const scans = info.capabilities.includes(capabilities.wifiScan);
      this.#report({ kind: 'session-open', securityVersion, scans, at: this.#options.clock.now() });
    });
  }

  /** Looks at a device of which nothing was heard since credentials were sent. */
  async check(): Promise<void> {
    await this.#guarded(async () => {
      const provisioner = await this.#open();
      if (!provisioner) return;
      await this.#requireProvisioning(provisioner);
      this.#hasFailed = true;
      await this.#watch(provisioner, provisioner.awaitJoin(this.#waiting()));
    });
  }

  /** Begins to scan. After a failure the device has to forget its credentials first: until then no scan would end. */
  scan(): void {
    const provisioner = this.#provisioner;
    if (!provisioner) return;
    const { clock, world } = this.#options;
    this.#scans ??= new ScanLoop({
      clock,
      provisioner,
      visibility: world.visibility,
      report: (event) => this.#report(event),
      fail: (error) => this.#fail(error),
      signal: this.#end.signal,
    });
    this.#scans.start(async () => {
      if (!this.#hasFailed) return;
      await this.#limited('its reset', (signal) => provisioner.resetIfPossible({ signal }));
      this.#hasFailed = false;
    });
  }

  stopScan(): void {
    void this.#scans?.stop();
  }

  /** Sends credentials and watches the device join. */
  async provision(choice: NetworkChoice): Promise<void> {
    await this.#guarded(async () => {
      const { clock } = this.#options;
      this.#report({ kind: 'join-step', step: 'send', at: clock.now(), limitMs: limits.version });
      await this.#scans?.stop();
      const provisioner = await this.#live();
      if (!provisioner) return;
      const network = wifiNetwork(choice);
      const again = this.#hasFailed;
      this.#hasFailed = true;
      const waiting = this.#waiting();
      const steps = again ? provisioner.provisionAgain(network, waiting) : provisioner.provision(network, waiting);
      await this.#watch(provisioner, steps);
    });
  }

  /** Watches a device that was still joining when the time was over. */
  async keepWatching(): Promise<void> {
    await this.#guarded(async () => {
      const { timeoutMs } = this.#waiting();
      this.#report({ kind: 'join-step', step: 'join', at: this.#options.clock.now(), limitMs: timeoutMs });
      const provisioner = await this.#live();
      if (provisioner) await this.#watch(provisioner, provisioner.awaitJoin(this.#waiting()));
    });
  }

  /** Leaves the device: what is under way is given up, and the link is closed, also one that was just being opened. */
  async end(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#end.abort(new DOMException('the device was left', 'AbortError'));
    await this.#closing(async () => {
      await Promise.all([...this.#tasks, this.#provisioner?.[Symbol.asyncDispose]()]);
    });
    this.#powers?.[Symbol.dispose]();
    this.#release?.();
  }

  /** Waits for the end of a link, but no longer than one that is gone may take. */
  async #closing(task: () => Promise<void>): Promise<void> {
    const { clock } = this.#options;
    await limited({ clock, ms: closeMs, what: 'the end of the link' }, task).catch(() => undefined);
  }

  /** Returns the session; another one where its link was lost while nothing was asked of the device. */
  async #live(): Promise<Provisioner | undefined> {
    const provisioner = this.#provisioner;
    if (!provisioner || !this.#transport?.lost?.aborted) return provisioner;
    await this.#closing(() => provisioner[Symbol.asyncDispose]());
    this.#scans = undefined;
    return await this.#open();
  }

  async #open(): Promise<Provisioner | undefined> {
    const { world, clock, device, accepted } = this.#options;
    const { settings = {}, log } = world;
    if (!(await this.#takeLock())) return undefined;
    this.#powers ??= await loadPowers(world, clock);
    const open = linkOpener({
      world,
      device,
      clock,
      limitMs: limits.link,
      onOpen: (transport) => {
        this.#transport = transport;
      },
      onStep: (step) => this.#step(step, limits.version),
    });
    for (;;) {
      try {
        if (device.way !== 'softap') this.#step('connect', limits.link);
        const provisioner = await Provisioner.connect(open, {
          ...this.#questions.proof(),
          clock,
          log,
          signal: this.#end.signal,
          timeoutMs: limits.version,
          securityVersion: settings.securityVersion,
          minimumPatchVersion: settings.minimumPatchVersion,
          onSealed: world.onSealed,
          power: this.#powers?.power,
        });
        if (this.#end.signal.aborted) {
          await provisioner[Symbol.asyncDispose]();
          return undefined;
        }
        this.#provisioner = provisioner;
        accepted?.keep(device, this.#questions.answers);
        return provisioner;
      } catch (error) {
        if (!isProvisioningError(error, 'session/proof-mismatch')) throw error;
        accepted?.forget();
        await this.#questions.refused();
      }
    }
  }

  async #requireProvisioning(provisioner: Provisioner): Promise<void> {
    await this.#limited('its answer', (signal) => provisioner.requireProvisioning({ signal }));
  }

  async #watch(provisioner: Provisioner, steps: ReturnType<Provisioner['provision']>): Promise<void> {
    const { clock, world } = this.#options;
    const { nextUrlEndpoint } = world.settings ?? {};
    await watchJoin(steps, {
      clock,
      provisioner,
      joinLimitMs: this.#waiting().timeoutMs,
      signal: this.#end.signal,
      report: (event) => this.#report(event),
      nextUrl: async () => {
        if (nextUrlEndpoint === undefined) return undefined;
        return await readNextUrl(provisioner, nextUrlEndpoint, { clock, signal: this.#end.signal });
      },
    });
  }

  #waiting(): { readonly signal: AbortSignal; readonly timeoutMs: number } {
    const { joinLimitMs: timeoutMs = defaultJoinLimitMs } = this.#options.world.settings ?? {};
    return { signal: this.#end.signal, timeoutMs };
  }

  async #limited<T>(what: string, task: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { clock } = this.#options;
    return await limited({ clock, ms: limits.link, what, signal: this.#end.signal }, task);
  }

  async #takeLock(): Promise<boolean> {
    const { world, device, clock } = this.#options;
    if (this.#release || !world.lock || device.lock === undefined) return true;
    const { lock } = world;
    const name = `esp-prov:${device.lock}`;
    const limit = { clock, ms: limits.link, what: 'the lock', signal: this.#end.signal };
    const release = await limitedTake(
      limit,
      // A browser without locks for this page, as in a sandbox, has no other tab with it either.
      () => lock(name).catch(() => () => undefined),
      (late) => late?.(),
    );
    if (!release) {
      this.#report({ kind: 'failure', failure: pageFailure('page/other-tab') });
      return false;
    }
    this.#release = release;
    return true;
  }

  async #guarded(task: () => Promise<void>): Promise<void> {
    const guarded = task().catch((error: unknown) => this.#fail(error));
    this.#tasks.add(guarded);
    await guarded;
    this.#tasks.delete(guarded);
  }

  #fail(error: unknown): void {
    if (this.#end.signal.aborted) return;
    if (isProvisioningError(error, 'device/session-only')) {
      const endpoints = ownEndpoints(this.#transport?.endpoints);
      const { securityVersion } = this.#provisioner ?? {};
      this.#report({ kind: 'session-only', endpoints, ...(securityVersion === undefined ? {} : { securityVersion }) });
      return;
    }
    this.#report({ kind: 'failure', failure: describeFailure(error) });
  }

  #step(step: ConnectStep, limitMs: number): void {
    this.#report({ kind: 'connect-step', step, at: this.#options.clock.now(), limitMs });
  }

  #report(event: FlowEvent): void {
    if (this.#end.signal.aborted) return;
    const hasFailure = event.kind === 'failure' || event.kind === 'outcome-unknown';
    this.#options.report(hasFailure ? { ...event, failure: afterSleep(event.failure, this.#sleptMs) } : event);
  }
}
