import { fromHex, sec0Device, sec1Device } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigPayloadSchema,
  NetworkCtrlPayloadSchema,
  NetworkScanPayloadSchema,
} from '@esp-prov/protocol/messages';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { connectionTo, network } from '../support/networks.ts';
import { TestDevice } from '../support/test-device.ts';

const endpoints = ['prov-config', 'prov-scan', 'prov-ctrl', 'prov-session', 'proto-ver', 'no-such'];

const setHome = fromHex('080262180a07486f6d654e6574120d636f727265637420686f727365');
const apply = fromHex('0804');

/** Ways into every phase that a client can meet. */
const phases: Record<string, (device: TestDevice) => Promise<void>> = {
  started: async () => undefined,
  'credentials-received': async (device) => {
    await device.send('prov-config', setHome);
    await device.send('prov-config', apply);
  },
  failed: async (device) => {
    await phases['credentials-received']?.(device);
    await device.disconnected(15);
  },
  succeeded: async (device) => {
    await phases['credentials-received']?.(device);
    await device.gotIp(connectionTo('HomeNet'));
  },
  stopping: async (device) => {
    await device.manager.stop();
  },
};

const number = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constantFrom(127, 255, 256, 4294967295));
const anyCount = fc.oneof(number, fc.integer({ min: 0, max: 4294967295 }));
// Open enums: any number may stand on the wire.
const anyCommand = fc.oneof(fc.nat(12), fc.nat(2 ** 31 - 1)).map((number) => number as 0);
const bytes = fc.uint8Array({ maxLength: 80 }).map((array) => Uint8Array.from(array));

/** Well-formed messages with any command, any member and any values, beside mere noise. */
const anyRequest = fc.oneof(
  bytes,
  fc
    .record({
      msg: anyCommand,
      ssid: bytes,
      passphrase: bytes,
      bssid: bytes,
      channel: fc.integer({ min: -9, max: 99 }),
    })
    .map(({ msg, ...value }) =>
      encodeMessage(NetworkConfigPayloadSchema, { msg, payload: { case: 'cmdSetWifiConfig', value } }),
    ),
  anyCommand.map((msg) => encodeMessage(NetworkConfigPayloadSchema, { msg })),
  fc
    .record({ msg: anyCommand, startIndex: anyCount, count: anyCount })
    .map(({ msg, ...value }) =>
      encodeMessage(NetworkScanPayloadSchema, { msg, payload: { case: 'cmdScanWifiResult', value } }),
    ),
  fc
    .record({ blocking: fc.boolean(), passive: fc.boolean(), groupChannels: anyCount, periodMs: anyCount })
    .map((value) => encodeMessage(NetworkScanPayloadSchema, { payload: { case: 'cmdScanWifiStart', value } })),
  anyCommand.map((msg) => encodeMessage(NetworkCtrlPayloadSchema, { msg })),
);

const exchanges = fc.array(fc.tuple(fc.constantFrom(...endpoints), anyRequest), { minLength: 1, maxLength: 12 });
const schemes = { 'security 0': sec0Device, 'security 1': () => sec1Device({ pop: 'abcd1234' }) };

describe.each(Object.keys(phases))('in the phase “%s”', (phase) => {
  test.each(Object.keys(schemes))(
    'any bytes at any endpoint are answered or refused by name, under %s',
    async (name) => {
      const scheme = schemes[name as keyof typeof schemes];
      await fc.assert(
        fc.asyncProperty(exchanges, fc.boolean(), async (sequence, autoStop) => {
          const device = await new TestDevice({
            settings: { autoStop },
            networks: [network('a'), network('b')],
          }).start();
          await phases[phase]?.(device);
          expect(device.manager.phase).toBe(phase);
          if (name === 'security 1') await restartUnder(device, scheme);
          for (const [endpoint, request] of sequence) {
            if (!device.transport.requests) break;
            // `ask` fails on any error without a name, and on requests that do not end with time.
            const answer = await device.ask(endpoint, request);
            if (answer) expect(answer).toBeInstanceOf(Uint8Array);
          }
          // Whatever came, the manager is alive: it can be stopped, or has been.
          if (!['idle', 'stopping'].includes(device.manager.phase)) await device.manager.stop();
          await device.clock.advance(1000);
          expect(device.manager.phase).toBe('idle');
        }),
        { numRuns: 60 },
      );
    },
  );
});

/** Restarts the service of the device under another scheme, which sees the bytes before any endpoint does. */
async function restartUnder(device: TestDevice, scheme: () => ReturnType<typeof sec1Device>): Promise<void> {
  if (device.manager.phase !== 'stopping') await device.manager.stop();
  await device.clock.advance(1000);
  await device.start(scheme());
}
