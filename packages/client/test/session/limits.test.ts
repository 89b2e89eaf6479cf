import { decodeVersionInfo, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { failureOf, type ManualClock, manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ConnectOptions, Provisioner, type ProvisionStep, type Transport } from '../../src/index.ts';
import {
  connecting,
  disconnected,
  type PlainDeviceScript,
  plainDevice,
  wrongPassword,
} from '../support/plain-device.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec","wifi_scan"]}}'));
const network = { ssid: 'home', passphrase: 'a long secret' };

/** How long a device takes for its `count`-th exchange with an endpoint. */
type Slowness = (endpoint: string, count: number) => number;

/** A device that answers each request right, and as late as the patience for one exchange allows. */
function slowDevice(clock: ManualClock, slowness: Slowness, script: PlainDeviceScript = {}) {
  const transport = plainDevice(script);
  const counts = new Map<string, number>();
  transport.interpose((exchange) => async (endpoint, request, options) => {
    const count = (counts.get(endpoint) ?? 0) + 1;
    counts.set(endpoint, count);
    const ms = slowness(endpoint, count);
    if (ms > 0) await clock.sleep(ms, options);
    return await exchange(endpoint, request, options);
  });
  return transport;
}

async function opening(slowness: Slowness, options: ConnectOptions = {}, failures = 0) {
  const clock = manualClock();
  let failing = failures;
  const open = (): Promise<Transport> => {
    const device = slowDevice(clock, slowness);
    device.interpose((exchange) => async (endpoint, request, call) => {
      const answer = await exchange(endpoint, request, call);
      if (failing-- > 0) throw new ProvisioningError('link/lost');
      return answer;
    });
    return Promise.resolve(device);
  };
  const error = await failureOf(clock.run(Provisioner.connect(open, { clock, allowUnproven: true, ...options })));
  return { error, ms: clock.now() };
}

describe('opening a session with a device that answers as late as it may, and loses its links,', () => {
  test.each<[string, string, ConnectOptions]>([
    ['version', 'its version', {}],
    ['handshake', 'a handshake', { info }],
  ])('ends for the %s at one limit', async (_, what, options) => {
    const reconnect = { beforeCredentials: 100 };
    const { error, ms } = await opening(() => 40_000, { ...options, reconnect }, 100);
    expect(error).toMatchObject({ code: 'link/timeout', details: { timeoutMs: 90_000 } });
    expect(error.message).toContain(what);
    expect(ms).toBe(90_000);
  });

  test('ends at the limit that it was given', async () => {
    const { error, ms } = await opening(() => 40_000, { info, timeoutMs: 3000 });
    expect(error.code).toBe('link/timeout');
    expect(ms).toBe(3000);
  });
});

describe('a provisioning of a device that answers as late as it may', () => {
  const run = async (slowness: Slowness, script: PlainDeviceScript, again = false) => {
    const clock = manualClock();
    const provisioner = await Provisioner.connect(slowDevice(clock, slowness, script), {
      clock,
      info,
      allowUnproven: true,
    });
    const steps: ProvisionStep[] = [];
    const collect = async () => {
      for await (const step of again ? provisioner.provisionAgain(network) : provisioner.provision(network)) {
        steps.push(step);
      }
    };
    const error = await failureOf(clock.run(collect()));
    return { error, ms: clock.now() };
  };
  /** Set and Apply are answered at once, each status at the last moment. */
  const lateStatus: Slowness = (endpoint, count) => (endpoint === 'prov-config' && count > 2 ? 50_000 : 0);

  test.each([
    ['goes on connecting', connecting],
    ['loses the link at each question', { fails: 'link/lost' }],
    ['refuses each question', { fails: 'endpoint/refused' }],
  ] as const)('and %s ends with the time to wait and one late answer', async (_, poll) => {
    const { ms } = await run(lateStatus, { polls: [poll] });
    expect(ms).toBeLessThanOrEqual(65_000);
  });

  test('and tells failures and joins in turns ends there too', async () => {
    const polls = Array.from(
      { length: 4000 },
      (_, i) => [wrongPassword, disconnected, connecting][i % 3] ?? connecting,
    );
    const { error, ms } = await run(() => 0, { polls });
    expect(error.code).toBe('wifi/join-timeout');
    expect(ms).toBeLessThanOrEqual(60_250);
  });

  test('in the second round ends there too', async () => {
    const { ms } = await run(lateStatus, { polls: [connecting] }, true);
    expect(ms).toBeLessThanOrEqual(65_000);
  });
});
