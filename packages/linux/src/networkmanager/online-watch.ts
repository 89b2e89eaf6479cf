import { foreignText, type Log } from '@esp-prov/protocol';
import { numberOf, pathsOf } from '../wifi/daemon-values.ts';
import { Listeners } from '../wifi/listeners.ts';
import { type ActiveConnection, readActive } from './active-connection.ts';
import type { NmDaemon } from './nm-daemon.ts';
import { meansGone } from './nm-error.ts';
import { accessPointMode, activeStates, nmInterfaces, nmPaths } from './nm-names.ts';

/** Most connections in use that are looked at; containers bring many. */
const mostActive = 256;

/** Connections that lead out of the board by themselves; a bridge or a tunnel only counts as the way to the world. */
const outwardTypes: ReadonlySet<string> = new Set(['802-3-ethernet', '802-11-wireless', 'gsm', 'cdma', 'bluetooth']);

/** Knows whether the board is in a network, by whatever interface and profile. An access point is no network to be in. */
export class OnlineWatch {
  readonly #daemon: NmDaemon;
  readonly #log: Log;
  readonly #changes = new Listeners<boolean>();
  readonly #stops: (() => void)[];
  #online = false;
  #looking: Promise<void> | undefined;
  #news = false;
  #closed = false;

  constructor(daemon: NmDaemon, log: Log) {
    this.#daemon = daemon;
    this.#log = log;
    const look = () => void this.look();
    this.#stops = [daemon.onSignal(look), daemon.onPresence(look)];
  }

  get online(): boolean {
    return this.#online;
  }

  watch(listener: (online: boolean) => void): () => void {
    return this.#changes.add(listener);
  }

  /** Looks now; what comes while it looks is one reason to look again. Never fails. */
  async look(): Promise<void> {
    this.#news = true;
    this.#looking ??= this.#lookWhileNews();
    await this.#looking;
  }

  close(): void {
    this.#closed = true;
    this.#changes.clear();
    for (const stop of this.#stops) stop();
  }

  async #lookWhileNews(): Promise<void> {
    while (this.#news && !this.#closed) {
      this.#news = false;
      try {
        const online = await isOnline(this.#daemon);
        if (online === this.#online || this.#closed) continue;
        this.#online = online;
        this.#changes.tell(online);
      } catch (error) {
        const text = `whether the board is in a network is not known: ${foreignText(String(error))}`;
        if (this.#daemon.present) this.#log('debug', 'networkmanager', text);
      }
    }
    this.#looking = undefined;
  }
}

async function isOnline(daemon: NmDaemon): Promise<boolean> {
  if (!daemon.present) return false;
  const list = await daemon.property(nmPaths.manager, nmInterfaces.manager, 'ActiveConnections');
  for (const path of pathsOf(list, mostActive)) {
    const active = await readActive(daemon, path);
    if (active?.state !== activeStates.activated) continue;
    if (active.isDefault || (outwardTypes.has(active.type) && !(await isAccessPoint(daemon, active)))) return true;
  }
  return false;
}

async function isAccessPoint(daemon: NmDaemon, { type, devices }: ActiveConnection): Promise<boolean> {
  const [device] = pathsOf(devices, 1);
  if (type !== '802-11-wireless' || device === undefined) return false;
  try {
    return numberOf(await daemon.property(device, nmInterfaces.wireless, 'Mode')) === accessPointMode;
  } catch (error) {
    if (meansGone(error)) return true;
    throw error;
  }
}
