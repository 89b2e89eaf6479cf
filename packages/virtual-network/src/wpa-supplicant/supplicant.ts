import { type ConnectedBus, connectBus, type ExportedInterface, ObjectServer, type Variant } from '@esp-prov/dbus';
import type { AirEvent } from '../air/air.ts';
import { SupplicantInterface } from './supplicant-interface.ts';
import { wpaErrors } from './wpa-error.ts';
import { wpaName, wpaRoot } from './wpa-names.ts';
import type { WpaLand, WpaWorld } from './wpa-world.ts';

/** An interface that wpa_supplicant is started with, as by `-i` and `-c`. */
export interface ControlledInterface {
  readonly name: string;
  /** Path of its configuration file; default: none. */
  readonly configFile?: string | undefined;
}

/** How long a radio needs to notice that its access point is silent, as the reason of its end. */
const silence = -4;

/** The virtual wpa_supplicant while it runs: the owner of `fi.w1.wpa_supplicant1`. */
export class Supplicant {
  readonly bus: ConnectedBus;
  readonly #world: WpaWorld;
  readonly #interfaces = new Map<string, SupplicantInterface>();
  readonly #end = new AbortController();
  readonly #stopListening: () => void;
  #next = 0;

  private constructor(bus: ConnectedBus, land: WpaLand) {
    this.bus = bus;
    const server = new ObjectServer(bus, { root: wpaRoot, manages: false });
    this.#world = { ...land, server, ended: this.#end.signal };
    this.#stopListening = land.air.listen((event) => this.#onAir(event));
  }

  /** Starts it on a bus. @throws DBusError `no-bus`, `name-taken` */
  static async start(
    address: string,
    land: WpaLand,
    controlled: readonly ControlledInterface[],
    options: { readonly signal?: AbortSignal | undefined } = {},
  ): Promise<Supplicant> {
    const bus = await connectBus({ address, signal: options.signal });
    const supplicant = new Supplicant(bus, land);
    try {
      supplicant.#world.server.add(wpaRoot, { [wpaName]: supplicant.#exported() });
      await bus.requestName(wpaName);
      for (const each of controlled)
        if (land.air.radio(each.name)) supplicant.#control(each.name, each.configFile ?? '');
      return supplicant;
    } catch (error) {
      await supplicant.stop();
      throw error;
    }
  }

  get interfaces(): readonly SupplicantInterface[] {
    return [...this.#interfaces.values()];
  }

  /** Returns the interface of a name that it controls. */
  interface(name: string): SupplicantInterface | undefined {
    return this.#interfaces.get(name);
  }

  /** Takes control of an interface. @throws DBusError as the real one refuses it */
  #control(name: string, configFile: string): SupplicantInterface {
    if (this.#interfaces.has(name)) throw wpaErrors.interfaceExists();
    const radio = this.#world.air.radio(name);
    const file = configFile === '' || this.#world.files.has(configFile);
    if (radio === undefined || !file) {
      throw wpaErrors.unknownError("wpa_supplicant couldn't grab this interface.");
    }
    const path = `${wpaRoot}/Interfaces/${this.#next++}`;
    const controlled = new SupplicantInterface(this.#world, { path, radio, configFile });
    this.#interfaces.set(name, controlled);
    this.#world.server.signal(wpaRoot, wpaName, 'InterfaceAdded', path, {});
    return controlled;
  }

  /** Ends like a service that is stopped. */
  async stop(): Promise<void> {
    if (this.#end.signal.aborted) return;
    this.#stopListening();
    for (const each of this.interfaces) each.remove();
    this.#interfaces.clear();
    this.#end.abort();
    await this.bus.close();
    await this.#world.server[Symbol.asyncDispose]();
  }

  #release(controlled: SupplicantInterface): void {
    this.#interfaces.delete(controlled.radio.name);
    controlled.remove();
    this.#world.server.signal(wpaRoot, wpaName, 'InterfaceRemoved', controlled.path);
  }

  #onAir(event: AirEvent): void {
    if (event.kind === 'unplugged') {
      const controlled = this.#interfaces.get(event.radio.name);
      if (controlled) this.#release(controlled);
    }
    if (event.kind !== 'taken') return;
    for (const each of this.interfaces) {
      if (each.radio.connection?.bssid !== event.accessPoint.bssid) continue;
      each.timers.after('loss', this.#world.delays.lossMs, () => {
        const { connection } = each.radio;
        const silent = connection && this.#world.air.accessPoint(connection.bssid) === undefined;
        if (silent) each.lose(silence);
      });
    }
  }

  #exported(): ExportedInterface {
    return {
      properties: {
        Interfaces: { signature: 'ao', get: () => this.interfaces.map(({ path }) => path) },
        Capabilities: { signature: 'as', get: () => ['ap', 'pmf', 'mesh', 'ft', 'sha384', 'owe'] },
        DebugLevel: { signature: 's', get: () => 'info' },
      },
      methods: {
        CreateInterface: { in: 'a{sv}', out: 'o', call: ([options]) => [this.#create(options).path] },
        GetInterface: {
          in: 's',
          out: 'o',
          call: ([name]) => {
            const found = this.#interfaces.get(String(name));
            if (found === undefined) throw wpaErrors.interfaceUnknown();
            return [found.path];
          },
        },
        RemoveInterface: {
          in: 'o',
          out: '',
          call: ([path]) => {
            const found = this.interfaces.find((each) => each.path === path);
            if (found === undefined) throw wpaErrors.interfaceUnknown();
            this.#release(found);
          },
        },
      },
      signals: { InterfaceAdded: 'oa{sv}', InterfaceRemoved: 'o' },
    };
  }

  #create(options: unknown): SupplicantInterface {
    const given = options as Readonly<Record<string, Variant>>;
    const allowed = ['Ifname', 'Driver', 'ConfigFile', 'BridgeIfname'];
    const names = Object.entries(given);
    if (names.some(([name, { signature }]) => !allowed.includes(name) || signature !== 's'))
      throw wpaErrors.invalidArgs();
    const { Ifname, ConfigFile } = given;
    if (Ifname === undefined) throw wpaErrors.invalidArgs();
    return this.#control(String(Ifname.value), String(ConfigFile?.value ?? ''));
  }
}
