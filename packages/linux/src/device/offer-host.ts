import type { ManagerEvent, ProvisioningManager, WifiConnection, WifiCredentials } from '@esp-prov/device';
import { foreignText, type Log } from '@esp-prov/protocol';
import type { BoardState } from '../state/board-state.ts';
import type { BoardWifi } from '../wifi/board-wifi.ts';
import type { LastAnswer } from './last-answer.ts';
import type { LinuxDeviceEvent } from './linux-device.ts';
import type { OfferTransport } from './offer-transport.ts';
import type { QuietStation } from './quiet-station.ts';

/** What a host offers provisioning with. */
export interface HostParts {
  readonly manager: ProvisioningManager;
  readonly transport: OfferTransport;
  readonly quiet: QuietStation;
  readonly lastAnswer: LastAnswer;
  /** Opens the service of the manager. */
  readonly start: (manager: ProvisioningManager) => Promise<void>;
}

/** What a host does its work on. */
export interface HostPorts {
  readonly state: BoardState;
  readonly wifi: BoardWifi;
  readonly log: Log;
  readonly sessionOnly: boolean;
  /** Makes the parts when provisioning is offered first; `onEvent` gets what the manager tells, from its first event on. */
  readonly open: (onEvent: (event: ManagerEvent) => void) => Promise<HostParts>;
  readonly tell: (event: LinuxDeviceEvent) => void;
  /** Is told what a start policy has to know. */
  readonly onProgress: (kind: 'joining' | 'refused' | 'succeeded' | 'failed') => void;
  /** The network is proven and kept. */
  readonly onKept: (connection: WifiConnection) => void;
}

/** From an offer to its end. */
interface Round {
  credentials: WifiCredentials | undefined;
  /** Set at the success; resolves when the network is kept. */
  kept: Promise<void> | undefined;
  stopping: boolean;
}

/** Offers provisioning again and again by one manager, whose brake on guessing outlives each offer. */
export class OfferHost {
  readonly #ports: HostPorts;
  #parts: HostParts | undefined;
  #round: Round | undefined;

  constructor(ports: HostPorts) {
    this.#ports = ports;
  }

  /** Whether a client has brought credentials in this offer. */
  get hasCredentials(): boolean {
    return this.#round?.credentials !== undefined;
  }

  /** Offers provisioning; resolves when clients can find it. @throws what the transport throws, the reason of the signal */
  async begin(signal: AbortSignal): Promise<void> {
    const parts = await this.#open();
    const { manager, quiet, lastAnswer } = parts;
    quiet.begin();
    lastAnswer.begin();
    await this.#ports.state.discard();
    this.#round = { credentials: undefined, kept: undefined, stopping: false };
    try {
      if (this.#ports.sessionOnly) await manager.enableProvisioning();
      if (!manager.isServing) await this.#start(parts, signal);
    } catch (error) {
      this.#round = undefined;
      throw error;
    }
  }

  /** Ends what is offered. Without a success the board is as it was before. */
  async end(): Promise<void> {
    const round = this.#round;
    if (!round || !this.#parts) return;
    const { manager, quiet, lastAnswer } = this.#parts;
    round.stopping = true;
    lastAnswer.forgo();
    if (!manager.isIdle && manager.phase !== 'stopping') await this.#logged('end the service', () => manager.stop());
    await manager.wait();
    this.#round = undefined;
    await round.kept;
    if (round.kept) return;
    // What was joined without being proven.
    quiet.station.leave();
    await this.#bringBack();
  }

  /** Offers the session alone, to a board that has its network. @throws as {@link begin} */
  async serveSession(signal: AbortSignal): Promise<void> {
    const parts = await this.#open();
    if (!parts.manager.isServing) await this.#start(parts, signal);
  }

  /** Ends a service that no client can reach any more: the board has joined, or its access point has failed. */
  endUseless(): void {
    const { manager, lastAnswer } = this.#parts ?? {};
    lastAnswer?.forgo();
    if (manager && !manager.isIdle) void this.#logged('end the service', () => manager.stop());
  }

  /** Forgets the credentials in the manager too. */
  async forget(): Promise<void> {
    if (this.#parts) await this.#parts.manager.resetProvisioning();
  }

  /** Ends everything. */
  async close(): Promise<void> {
    await this.end();
    if (this.#parts) await this.#parts.manager.deinit();
  }

  async #open(): Promise<HostParts> {
    this.#parts ??= await this.#ports.open((event) => this.#take(event));
    return this.#parts;
  }

  async #start({ manager, transport, start }: HostParts, signal: AbortSignal): Promise<void> {
    const told = new Set<string>();
    for (;;) {
      signal.throwIfAborted();
      await using watch = await transport.watch?.();
      const cancel = () => transport.cancelStart?.();
      signal.addEventListener('abort', cancel, { once: true });
      try {
        return await start(manager);
      } catch (error) {
        const what = transport.missing?.(error);
        if (what === undefined || !watch) throw error;
        if (!told.has(what)) this.#ports.tell({ kind: 'waiting', what });
        told.add(what);
        await watch.changed(signal);
      } finally {
        signal.removeEventListener('abort', cancel);
      }
    }
  }

  #take(event: ManagerEvent): void {
    const { tell, onProgress } = this.#ports;
    tell({ kind: 'manager', event });
    const round = this.#round;
    if (!round) return;
    switch (event.kind) {
      case 'credentials-received':
        round.credentials = event.credentials;
        return onProgress('joining');
      case 'credentials-failed':
        onProgress('refused');
        // After a success a failure is a network that was lost again: to reset would forget what is proven.
        if (!round.kept) this.#takeOthers();
        return;
      case 'credentials-succeeded':
        this.#parts?.lastAnswer.expect();
        round.kept ??= this.#keep(round.credentials, event.connection);
        return;
      case 'ended':
        if (!round.stopping) void this.#ended(round);
        return;
    }
  }

  /**
   * Apps differ in what they do after a failure: some have it reset, some only send other credentials. Where the device
   * has done the first, both work; clients still learn why it failed.
   */
  #takeOthers(): void {
    const { manager } = this.#parts as HostParts;
    void this.#logged('take other credentials', () => manager.resetOnFailure());
  }

  async #keep(credentials: WifiCredentials | undefined, connection: WifiConnection): Promise<void> {
    const { state, wifi, onKept } = this.#ports;
    if (!credentials) return;
    // In this order: what is proven is given to the Wi-Fi service again at a start, should the power fail between them.
    const proven = await this.#logged('write down the network', () => state.prove());
    if (!proven) return;
    await this.#logged('have the network kept', async () => {
      await wifi.keep(credentials);
      await state.noteKept();
    });
    onKept(connection);
  }

  async #ended(round: Round): Promise<void> {
    await round.kept;
    if (this.#round !== round) return;
    this.#round = undefined;
    if (!round.kept) await this.#bringBack();
    this.#ports.onProgress(round.kept ? 'succeeded' : 'failed');
  }

  async #bringBack(): Promise<void> {
    const { state, wifi } = this.#ports;
    await this.#logged('forget what was not proven', () => state.discard());
    await this.#logged('bring back the former connection', () => wifi.giveUp());
    const proven = await state.proven().catch(() => undefined);
    if (proven && !wifi.isOnline()) await this.#logged('join the network again', () => wifi.restore(proven));
  }

  /** Runs a task whose failure must not stop the others; returns whether it succeeded. */
  async #logged(what: string, task: () => Promise<void>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      this.#ports.log('error', 'board', `could not ${what}: ${foreignText(String(error))}`);
      return false;
    }
  }
}
