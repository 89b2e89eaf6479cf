import { decodeVersionInfo, utf8 } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Provisioner, type Transport } from '../../src/index.ts';
import {
  attemptsLeft,
  connected,
  connecting,
  encodePoll,
  type Poll,
  plainDevice,
  wrongPassword,
} from '../support/plain-device.ts';

const info = decodeVersionInfo(utf8('{"prov":{"ver":"v1.1","sec_ver":0,"cap":["no_sec","wifi_scan"]}}'));
const network = { ssid: 'home', passphrase: 'a long secret' };

interface Joining {
  readonly kind?: Transport['kind'];
  /** What the device answers `ms` after Apply. */
  readonly answer: (ms: number) => Poll;
  /** How long an exchange takes. */
  readonly exchangeMs?: number;
}

/** How long after Apply a provisioning ended, and when it asked. */
async function watch({ kind = 'http', answer, exchangeMs = 5 }: Joining) {
  const clock = manualClock();
  let applied = 0;
  const moments: number[] = [];
  const transport = plainDevice();
  transport.kind = kind;
  transport.interpose((exchange) => async (endpoint, request, options) => {
    if (endpoint !== 'prov-config' || request[0] !== 0x52) {
      applied = clock.now();
      return await exchange(endpoint, request, options);
    }
    moments.push(clock.now() - applied);
    // The device answers in the middle of an exchange.
    await clock.sleep(exchangeMs / 2, options);
    const told = encodePoll(answer(clock.now() - applied));
    await clock.sleep(exchangeMs / 2, options);
    return Uint8Array.from(told);
  });
  const provisioner = await Provisioner.connect(transport, { clock, info, allowUnproven: true });
  const run = async () => {
    for await (const _step of provisioner.provision(network));
  };
  await clock.run(run());
  return { ms: clock.now() - applied, moments };
}

/** Moments at which a device knows, at every phase of the questions. */
const phases = Array.from({ length: 25 }, (_, i) => 1000 + i * 41);

/** How late each of them is told, the least first. */
async function lateness(joining: (knowsAt: number) => Joining): Promise<number[]> {
  const late: number[] = [];
  for (const knowsAt of phases) late.push((await watch(joining(knowsAt))).ms - knowsAt);
  return late.sort((one, other) => one - other);
}

const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)];

describe('a device that joins is asked', () => {
  test.each([
    ['http', 250],
    ['ble', 500],
    ['console', 1000],
  ] as const)('over %s at once, and then every %i ms', async (kind, paceMs) => {
    const { moments } = await watch({ kind, answer: (ms) => (ms < 9000 ? connecting : connected) });
    expect(moments.slice(0, 9)).toEqual(Array.from({ length: 9 }, (_, i) => i * paceMs));
  });

  test('with a pause where an exchange takes longer than that', async () => {
    const { moments } = await watch({ answer: (ms) => (ms < 9000 ? connecting : connected), exchangeMs: 400 });
    expect(moments.slice(0, 4)).toEqual([0, 525, 1050, 1575]);
  });
});

describe('over HTTP, at whatever moment the device knows it,', () => {
  test('success is told 0.15 s late, never more than 0.35 s', async () => {
    const late = await lateness((knowsAt) => ({ answer: (ms) => (ms < knowsAt ? connecting : connected) }));
    expect(median(late)).toBeLessThanOrEqual(150);
    expect(late.at(-1)).toBeLessThanOrEqual(350);
  });

  test('a failure is told no later where the device counts its attempts', async () => {
    const late = await lateness((knowsAt) => ({
      answer: (ms) => (ms < 300 ? connecting : ms < knowsAt ? attemptsLeft(2) : wrongPassword),
    }));
    expect(median(late)).toBeLessThanOrEqual(150);
    expect(late.at(-1)).toBeLessThanOrEqual(350);
  });

  test('a failure is told within 0.75 s and the time of an exchange where it does not', async () => {
    const late = await lateness((knowsAt) => ({ answer: (ms) => (ms < knowsAt ? connecting : wrongPassword) }));
    expect(late.at(-1)).toBeLessThanOrEqual(755);
    // Two more questions were asked.
    expect(late[0]).toBeGreaterThanOrEqual(500);
  });
});
