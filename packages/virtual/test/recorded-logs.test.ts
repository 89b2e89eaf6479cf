import { fromHex } from '@esp-prov/protocol';
import { manualClock } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { type ReleaseProfile, type VirtualAccessPoint, VirtualEsp32 } from '../src/index.ts';
import { idf44 } from '../src/profiles/idf-4.4.ts';
import { idf53 } from '../src/profiles/idf-5.3.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { netprov12 } from '../src/profiles/netprov-1.2.ts';
import {
  post,
  RecordedClient,
  type RecordedRun,
  RecordedTransport,
  recordedRun,
  sessionNumbers,
} from './support/recorded-run.ts';

const profiles: Readonly<Record<RecordedRun['device'], ReleaseProfile>> = {
  v44: idf44,
  v53: idf53,
  v55: idf55,
  net: netprov12,
};

/** Components whose lines are compared; the others are the chip's, the application's and ours. */
const component = /^[EWIDV] (protocomm\w*|security\d|\w+_prov_mgr|\w+_prov_handlers|WiFiProvConfig|proto_wifi_\w+): /;

/**
 * Returns the lines of those components without what no two runs have in common: times, the name of the device, its
 * socket.
 */
function comparable(lines: readonly string[]): string[] {
  return lines
    .map((line) => line.replace(/ \(\d+\)/, '').replace(/PROV_\w+/, 'PROV_NAME'))
    .map((line) => line.replace(/socket \d+/, 'socket N'))
    .filter((line) => component.test(line));
}

/** Returns the network of the recordings, which sends stations away while `drops` says so. */
function air(drops: () => boolean): VirtualAccessPoint[] {
  const home = { ssid: 'HomeNet', bssid: '02:00:00:00:00:01', channel: 6, rssi: -40, auth: 'WPA2_PSK' } as const;
  return [
    {
      ...home,
      password: 'correct horse',
      get join() {
        return drops() ? 'refuse' : 'ok';
      },
    },
  ];
}

async function replay(run: RecordedRun): Promise<string[]> {
  const profile = profiles[run.device];
  const clock = manualClock();
  const serial: string[] = [];
  const transport = new RecordedTransport(sessionNumbers(run), profile.httpSession);
  const argument = (name: string) => run.device_args[run.device_args.indexOf(name) + 1] as string;
  const drops = run.device_args.includes('--drop-first') ? Number(argument('--drop-first')) : 0;
  const device = new VirtualEsp32({
    transport,
    clock,
    serial: (line) => serial.push(line),
    // The application of the recordings joins once and leaves the rest to the manager.
    profile: {
      ...profile,
      manager: { ...profile.manager, connectionAttempts: 0 },
      example: { ...profile.example, rejoins: 'never' },
    },
    resetOnFailure: false,
    autoStop: false,
    air: air(() => serial.filter((line) => line.includes('STA Disconnected')).length < drops),
    secret: { securityVersion: Number(argument('--sec')) as 1 | 2 },
  });
  await clock.run(device.boot());
  let connection = 0;
  let client: RecordedClient | undefined;
  const runs = [...run.runs];
  for (const [i, exchange] of run.http.entries()) {
    const { service } = transport;
    if (!service) throw new Error('the service is not open');
    if (exchange.dir === 'conn') {
      if (exchange.note === 'socket: accepted') connection++;
      if (exchange.note === 'socket: accepted') client = new RecordedClient(runs.shift()?.args ?? []);
      if (exchange.note === 'socket: closed') service.connectionClosed(connection);
    } else if (exchange.dir === 'c2d' && client) {
      const endpoint = exchange.line.split(' ')[1]?.slice(1) ?? '';
      if (client.polls) await clock.advance(5000);
      const answer = await clock.run(
        post(service, connection, exchange, client.request(endpoint, fromHex(exchange.body_hex))),
      );
      expect(answer !== undefined, `an answer to exchange ${i}`).toBe(run.http[i + 1]?.dir === 'd2c');
      if (answer) client.answered(endpoint, answer.body);
    }
  }
  await clock.advance(10_000);
  await device[Symbol.asyncDispose]();
  return serial;
}

describe('the log of a virtual device is that of compiled firmware', () => {
  test.each([
    'v44-sec1-pop-wrong',
    'v44-sec1-protover-mismatch',
    'v53-fail-reset-retry',
    'v53-reset-when-idle',
    'v53-sec2-wrong-password',
    'v55-drop-first',
    'v55-sec1-pop-wrong',
    'v55-sec2-secver-not-given',
    'v55-sec2-wrong-username',
    'v55-second-config-without-reset',
    'net-fail-reset-retry',
    'net-sec1-wrong-passphrase',
    'net-sec2-ok',
  ])('in %s, line by line', async (name) => {
    const run = recordedRun(name);
    expect(comparable(await replay(run))).toEqual(comparable(run.log));
  });
});
