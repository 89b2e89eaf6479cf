import { type Transport, wrapTransport } from '@esp-prov/client';
import { ProvisioningError, type SecurityVersion, untilAborted } from '@esp-prov/protocol';
import { type ManualClock, manualClock, memoryLink } from '@esp-prov/testing';
import { releaseProfiles, type VirtualAccessPoint, VirtualEsp32, type VirtualEsp32Options } from '@esp-prov/virtual';
import type { Remembered, UserEvent } from '../../src/flow/flow-event.ts';
import type { FlowState } from '../../src/flow/flow-state.ts';
import { FlowRunner } from '../../src/run/flow-runner.ts';
// Loaded beforehand: a clock that is moved by hand waits for no file.
import '../../src/run/try-link.ts';
import '../../src/run/visit.ts';
import '../../src/run/bluetooth-part.ts';
import '../../src/run/usb-part.ts';
import '../../src/qr/read-code.ts';
import type { FlowWorld, TabStorage } from '../../src/run/flow-world.ts';
import { linkParts } from '../../src/run/link-parts.ts';
import { writeMemory } from '../../src/run/memory.ts';

/** Networks of these tests. */
const air: readonly VirtualAccessPoint[] = [
  { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, auth: 'WPA2_PSK', password: 'right password' },
  { ssid: 'cafe', bssid: '02:00:00:00:00:02', channel: 1, rssi: -60, auth: 'Open' },
  { ssid: 'corp', bssid: '02:00:00:00:00:03', channel: 1, rssi: -30, auth: 'WPA2_ENTERPRISE' },
];

/** A runner before a virtual device, on a clock that tests move. */
export interface Bench extends AsyncDisposable {
  readonly clock: ManualClock;
  /** The runner of the page that is open now. */
  readonly runner: FlowRunner;
  readonly device: VirtualEsp32;
  /** Every state that a listener was told. */
  readonly states: FlowState[];
  do(event: UserEvent): void;
  /** Breaks the link that is open; the next one works again. */
  drop(): void;
  /** Loads the page anew: nothing is left of the one before but what it noted. */
  reload(left: Remembered): Promise<void>;
  /** Goes to the list of networks, proving what the device asks for. */
  toNetworks(): Promise<void>;
  /** Chooses the network at the top, and sends this password. */
  join(passphrase?: string): Promise<void>;
  /** Moves the clock until a screen of this name is shown, and returns it; fails after ten minutes. */
  until<N extends FlowState['screen']['name']>(
    name: N,
    fits?: (screen: Extract<FlowState['screen'], { name: N }>) => boolean,
  ): Promise<Extract<FlowState['screen'], { name: N }>>;
}

/** How a bench differs from the usual. */
export interface BenchOptions {
  readonly device?: Partial<VirtualEsp32Options>;
  readonly profile?: string;
  readonly clock?: ManualClock;
  readonly world?: Partial<FlowWorld>;
  readonly wrap?: (transport: Transport, clock: ManualClock) => Transport;
}

/** Switches a virtual device on, with a runner whose way `virtual` leads to it. */
export async function bench(securityVersion: SecurityVersion, options: BenchOptions = {}): Promise<Bench> {
  // Loading takes real time, of which the clock below knows nothing.
  await Promise.all([linkParts.bluetooth(), linkParts.usb()]);
  const { clock = manualClock() } = options;
  const link = memoryLink();
  const profile = releaseProfiles.find(({ name }) => name === (options.profile ?? 'idf-5.5'));
  const device = new VirtualEsp32({
    transport: link.device,
    air,
    clock,
    profile,
    secret: { securityVersion },
    ...options.device,
  });
  await clock.run(device.boot());
  const breaks: AbortController[] = [];
  const world: FlowWorld = {
    clock,
    ways: () => [{ way: 'virtual', obstacle: undefined }],
    openVirtual: async () => {
      const transport = options.wrap?.(link.connect(), clock) ?? link.connect();
      const lost = new AbortController();
      breaks.push(lost);
      return breakable(transport, lost);
    },
    ...options.world,
  };
  const states: FlowState[] = [];
  const open = (more: Partial<FlowWorld> = {}) => {
    const page = new FlowRunner({ ...world, ...more });
    page.subscribe((state) => states.push(state));
    return page;
  };
  let runner = open();
  const self: Bench = {
    clock,
    get runner() {
      return runner;
    },
    device,
    states,
    do: (event) => runner.dispatch(event),
    drop: () => breaks.at(-1)?.abort(new ProvisioningError('link/lost')),
    async reload(left) {
      await clock.run(runner[Symbol.asyncDispose]());
      const storage = tabStorage();
      writeMemory(storage, left);
      runner = open({ storage });
    },
    async toNetworks() {
      self.do({ kind: 'take-way', way: 'virtual' });
      if (securityVersion === 0) {
        await self.until('consent');
        self.do({ kind: 'consent', agreed: true });
      } else if (securityVersion === 1) {
        await self.until('proof');
        self.do({ kind: 'submit-proof', pop: 'abcd1234' });
      } else {
        await self.until('account');
        self.do({ kind: 'submit-account', username: 'wifiprov', password: 'abcd1234' });
      }
      await self.until('networks', ({ heard }) => heard.length > 0);
    },
    async join(passphrase = 'right password') {
      self.do({ kind: 'continue-network' });
      await self.until('password');
      self.do({ kind: 'submit-password', passphrase });
      await self.until('joining');
    },
    async until(name, fits = () => true) {
      type Wanted = Extract<FlowState['screen'], { name: typeof name }>;
      const wanted = ({ screen }: FlowState) => screen.name === name && fits(screen as Wanted);
      for (let waited = 0; waited < 600_000; waited += 250) {
        if (wanted(runner.state)) return runner.state.screen as Wanted;
        await clock.advance(250);
        // What is loaded on demand comes in another turn.
        await nextTurn();
      }
      throw new Error(`expected the screen ${name}, found ${JSON.stringify(runner.state.screen)}`);
    },
    async [Symbol.asyncDispose]() {
      await clock.run(runner[Symbol.asyncDispose]());
      await device[Symbol.asyncDispose]();
    },
  };
  return self;
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Returns a transport that breaks as a link does: also an exchange that is under way fails at once. */
function breakable(inner: Transport, lost: AbortController): Transport {
  const { signal } = lost;
  return wrapTransport(
    inner,
    (endpoint, request, options) => {
      signal.throwIfAborted();
      return untilAborted(inner.exchange(endpoint, request, options), signal);
    },
    { lost: signal },
  );
}

/** Storage of a tab that outlives its page. */
export function tabStorage(): TabStorage & { readonly entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}
