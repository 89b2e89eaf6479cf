import type { Transport } from '@esp-prov/client';
import type { SecurityVersion } from '@esp-prov/protocol';
import { type ManualClock, manualClock, memoryLink } from '@esp-prov/testing';
import { releaseProfiles, type VirtualAccessPoint, VirtualEsp32, type VirtualEsp32Options } from '@esp-prov/virtual';
import type { UserEvent } from '../../src/flow/flow-event.ts';
import type { FlowState } from '../../src/flow/flow-state.ts';
import { FlowRunner } from '../../src/run/flow-runner.ts';
import type { FlowWorld } from '../../src/run/flow-world.ts';

/** Networks of these tests. */
const air: readonly VirtualAccessPoint[] = [
  { ssid: 'home', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, auth: 'WPA2_PSK', password: 'right password' },
  { ssid: 'cafe', bssid: '02:00:00:00:00:02', channel: 1, rssi: -60, auth: 'Open' },
  { ssid: 'corp', bssid: '02:00:00:00:00:03', channel: 1, rssi: -30, auth: 'WPA2_ENTERPRISE' },
];

/** A runner before a virtual device, on a clock that tests move. */
export interface Bench extends AsyncDisposable {
  readonly clock: ManualClock;
  readonly runner: FlowRunner;
  readonly device: VirtualEsp32;
  /** Every state that a listener was told. */
  readonly states: FlowState[];
  do(event: UserEvent): void;
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
  readonly world?: Partial<FlowWorld>;
  readonly wrap?: (transport: Transport, clock: ManualClock) => Transport;
}

/** Switches a virtual device on, with a runner whose way `virtual` leads to it. */
export async function bench(securityVersion: SecurityVersion, options: BenchOptions = {}): Promise<Bench> {
  const clock = manualClock();
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
  const runner = new FlowRunner({
    clock,
    ways: () => [{ way: 'virtual', obstacle: undefined }],
    openVirtual: async () => options.wrap?.(link.connect(), clock) ?? link.connect(),
    ...options.world,
  });
  const states: FlowState[] = [];
  runner.subscribe((state) => states.push(state));
  return {
    clock,
    runner,
    device,
    states,
    do: (event) => runner.dispatch(event),
    async until(name, fits = () => true) {
      type Wanted = Extract<FlowState['screen'], { name: typeof name }>;
      const wanted = ({ screen }: FlowState) => screen.name === name && fits(screen as Wanted);
      for (let waited = 0; waited < 600_000; waited += 250) {
        if (wanted(runner.state)) return runner.state.screen as Wanted;
        await clock.advance(250);
      }
      throw new Error(`expected the screen ${name}, found ${JSON.stringify(runner.state.screen)}`);
    },
    async [Symbol.asyncDispose]() {
      await clock.run(runner[Symbol.asyncDispose]());
      await device[Symbol.asyncDispose]();
    },
  };
}
