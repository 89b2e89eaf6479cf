import type { ReceivedSignal } from '@esp-prov/dbus';
import { meansAbsent } from '../wifi/daemon-error.ts';
import { numberOf } from '../wifi/daemon-values.ts';
import { type ActiveConnection, readActive } from './active-connection.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { activeStates, deviceStates, nmInterfaces } from './nm-names.ts';

/** How an activation went. */
export type ActivationEnd =
  | { readonly kind: 'activated' }
  | {
      readonly kind: 'ended';
      /** `NMDeviceStateReason`, where one was heard. */
      readonly deviceReason: number | undefined;
      /** `NMActiveConnectionStateReason`, where one was heard. */
      readonly activeReason: number | undefined;
    }
  /** NetworkManager itself has ended. */
  | { readonly kind: 'restarted' };

/** `NM_DEVICE_STATE_PREPARE`: an activation begins. */
const prepare = 40;
/** Ends of activations that are remembered until it is known which one is ours. */
const mostEnds = 16;

/** Notes why an activation on a device ends. Made before the activation is requested, as its end may overtake the answer. */
export class ActivationWatch {
  readonly #daemon: NmDaemon;
  readonly #device: string;
  readonly #life: number;
  readonly #ends = new Map<string, { readonly activeReason: number; deviceReason: number | undefined }>();
  readonly #stop: () => void;
  #deviceReason: number | undefined;

  constructor(daemon: NmDaemon, device: string) {
    this.#daemon = daemon;
    this.#device = device;
    this.#life = daemon.life;
    this.#stop = daemon.onSignal((signal) => this.#take(signal));
  }

  /** Waits until the connection is in use or has ended. @throws DBusError, or the reason of the signal */
  async outcome(active: string, signal?: AbortSignal): Promise<ActivationEnd> {
    return await this.#daemon.when(() => this.#look(active, signal), signal);
  }

  close(): void {
    this.#stop();
  }

  async #look(active: string, signal?: AbortSignal): Promise<ActivationEnd | undefined> {
    // Also where the end is known: with the answer, every signal that belongs to the end has come.
    const now = await this.#read(active, signal);
    if (this.#daemon.life !== this.#life) return { kind: 'restarted' };
    const end = this.#ends.get(active);
    if (end === undefined && now?.state === activeStates.activated) return { kind: 'activated' };
    if (end === undefined && now !== undefined) return undefined;
    const { deviceReason = this.#deviceReason, activeReason } = end ?? {};
    return { kind: 'ended', deviceReason, activeReason };
  }

  async #read(active: string, signal?: AbortSignal): Promise<ActiveConnection | undefined> {
    try {
      return await readActive(this.#daemon, active, signal);
    } catch (error) {
      if (this.#daemon.life !== this.#life || meansAbsent(error)) return undefined;
      throw error;
    }
  }

  #take({ path, interface: interfaceName, member, body }: ReceivedSignal): void {
    if (member !== 'StateChanged') return;
    const [state = 0, second = 0, third = 0] = body.map((value) => numberOf(value));
    if (interfaceName === nmInterfaces.active && state === activeStates.deactivated) this.#takeEnd(path, second);
    if (interfaceName === nmInterfaces.device && path === this.#device) this.#takeDevice(state, third);
  }

  #takeEnd(path: string, activeReason: number): void {
    if (this.#ends.size >= mostEnds) this.#ends.clear();
    this.#ends.set(path, { activeReason, deviceReason: this.#deviceReason });
  }

  /** What ended before the activation began, such as the connection that it replaces, does not count. */
  #takeDevice(state: number, reason: number): void {
    if (state === prepare) this.#deviceReason = undefined;
    else if (state === deviceStates.failed) this.#deviceReason = reason;
    else if (state <= deviceStates.disconnected || state === deviceStates.deactivating) this.#deviceReason ??= reason;
    // Either of the two signals of an end may come first; a later activation of another profile changes nothing.
    for (const end of this.#ends.values()) end.deviceReason ??= this.#deviceReason;
  }
}
