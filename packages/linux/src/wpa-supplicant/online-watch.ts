import type { ReceivedSignal } from '@esp-prov/dbus';
import { textOf, valuesOf } from '../wifi/daemon-values.ts';
import { Listeners } from '../wifi/listeners.ts';
import { findInterface, type WpaContext } from './controlled-interface.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { usableAddresses } from './usable-address.ts';
import { wpaInterfaces } from './wpa-names.ts';

/** Pause between looks while the board is offline and this matters to a listener; online nothing is looked at. */
const lookMs = 2000;

/** States that last. */
const settled: ReadonlySet<string> = new Set([
  'completed',
  'disconnected',
  'inactive',
  'scanning',
  'interface_disabled',
]);

/** Says whether the board is in a network, by the addresses of its interfaces. */
export class OnlineWatch {
  readonly #context: WpaContext;
  readonly #hotspots: () => ReadonlySet<string>;
  readonly #interfaceName: string;
  /** It may end again meanwhile, which is heard. */
  readonly #find: OneAtATime = new OneAtATime(
    () => this.#findAgain(),
    () => undefined,
  );
  #path: string;
  #state: string;
  readonly #listeners = new Listeners<boolean>();
  readonly #stops: readonly (() => void)[];
  #count = 0;
  #last: boolean | undefined;
  #wait: AbortController | undefined;

  /**
   * @param options.path - object of the interface now, and its state
   * @param options.hotspots - names of the interfaces that are access points of ours now
   */
  constructor(
    context: WpaContext,
    options: {
      readonly interfaceName: string;
      readonly path: string;
      readonly state: string;
      readonly hotspots: () => ReadonlySet<string>;
    },
  ) {
    this.#context = context;
    this.#interfaceName = options.interfaceName;
    this.#path = options.path;
    this.#state = options.state;
    this.#hotspots = options.hotspots;
    this.#stops = [
      context.daemon.onSignal((signal) => this.#hear(signal)),
      context.daemon.onPresence((present) => {
        this.#take('');
        if (present) this.#find.want();
      }),
    ];
  }

  /** What is told to one is told to all: a change that nothing has announced is told to the listeners, too. */
  isOnline(): boolean {
    const online = this.#isOnline();
    if (this.#count > 0 && online !== this.#last) queueMicrotask(() => this.look());
    return online;
  }

  #isOnline(): boolean {
    const all = this.#context.board.ip4();
    const names = new Set(Object.keys(all).map((label) => label.split(':')[0] ?? label));
    return [...names].some((name) => this.#mayBeOnline(name) && usableAddresses(all, name).length > 0);
  }

  watch(listener: (online: boolean) => void): () => void {
    const stop = this.#listeners.add(listener);
    this.#count += 1;
    if (this.#count === 1) this.#last = this.#isOnline();
    this.#waitMore();
    return () => {
      stop();
      this.#count -= 1;
      if (this.#count === 0) this.#wait?.abort();
    };
  }

  close(): void {
    this.#count = 0;
    this.#listeners.clear();
    this.#wait?.abort();
    for (const stop of this.#stops) stop();
  }

  /** An address may outlive its network: not every DHCP client takes it away. */
  #mayBeOnline(name: string): boolean {
    if (this.#hotspots().has(name)) return false;
    return name !== this.#interfaceName || this.#state === 'completed';
  }

  #hear({ member, path, body }: ReceivedSignal): void {
    if (member === 'InterfaceAdded') this.#find.want();
    if (member === 'InterfaceRemoved' && body[0] === this.#path) this.#take('');
    const { State } = member === 'PropertiesChanged' && path === this.#path ? valuesOf(body[1]) : {};
    // The states between are also those of a change to another access point of the network.
    const state = textOf(State);
    if (settled.has(state)) this.#take(state);
  }

  #take(state: string): void {
    this.#state = state;
    this.look();
  }

  /** Another life of wpa_supplicant has another object for the interface. */
  async #findAgain(): Promise<void> {
    const { daemon } = this.#context;
    const path = await findInterface(daemon, this.#interfaceName);
    if (path === undefined) return;
    this.#path = path;
    this.#take(textOf(await daemon.property(path, wpaInterfaces.interface, 'State')));
  }

  /** Looks now, for whoever knows that an address has come. */
  look(): void {
    if (this.#count === 0) return;
    const online = this.#isOnline();
    if (online !== this.#last) {
      this.#last = online;
      this.#listeners.tell(online);
    }
    this.#waitMore();
  }

  /** Nothing tells that an address has come. */
  #waitMore(): void {
    if (this.#count === 0 || this.#last === true || this.#wait?.signal.aborted === false) return;
    const wait = new AbortController();
    this.#wait = wait;
    this.#context.clock.sleep(lookMs, { signal: wait.signal }).then(
      () => {
        wait.abort();
        this.look();
      },
      () => undefined,
    );
  }
}
