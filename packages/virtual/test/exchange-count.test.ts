import { Provisioner, type Transport, wrapTransport } from '@esp-prov/client';
import { endpointNames, utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { idf53 } from '../src/profiles/idf-5.3.ts';
import { idf55 } from '../src/profiles/idf-5.5.ts';
import { powerOn } from './support/powered-device.ts';

// What the protocol demands: version, handshake, Set, Apply and one status that says connected. Everything beyond are
// polls while the device joins.
test.each([
  { scheme: 0, handshake: 1 },
  { scheme: 1, handshake: 2 },
  { scheme: 2, handshake: 2 },
] as const)(
  'a provisioning under security $scheme takes the least exchanges, and few polls',
  async ({ scheme, handshake }) => {
    const powered = await powerOn(idf55, scheme);
    const asked: string[] = [];
    const transport = counted(powered.connect(), asked);
    const { clock } = powered;
    const questions = { pop: () => 'abcd1234', username: () => 'wifiprov', password: () => 'abcd1234' };
    const secrets = { ...questions, allowUnproven: true, clock };
    const provisioner = await clock.run(Provisioner.connect(transport, secrets));
    const last = await powered.provision(provisioner, 'home', 'right password');
    expect(last.kind).toBe('connected');
    const count = (endpoint: string) => asked.filter((each) => each === endpoint).length;
    expect(count(endpointNames.version)).toBe(1);
    expect(count(endpointNames.session)).toBe(handshake);
    // The virtual device joins 2.8 s after Apply: Set, Apply, and a poll every quarter of a second.
    expect(count(endpointNames.config)).toBe(2 + 13);
    expect(asked).toHaveLength(1 + handshake + 2 + 13);
  },
);

// Two exchanges for every session more. Without a scan that is the one between Apply and the first status.
test.each([
  { before: 'nothing', handshakes: 2, scans: 0, sends: 0 },
  { before: 'a scan', handshakes: 3, scans: 1, sends: 0 },
  { before: 'two scans', handshakes: 4, scans: 2, sends: 0 },
  { before: 'custom data and a scan', handshakes: 4, scans: 1, sends: 1 },
])(
  'at patch level 0 of security 2, $before before it, it takes $handshakes handshakes',
  async ({ handshakes, scans, sends }) => {
    for (const [allowNonceReuse, expected] of [
      [false, handshakes],
      [true, 1],
    ] as const) {
      const powered = await powerOn(idf53, 2);
      const asked: string[] = [];
      const { clock } = powered;
      const secrets = { username: 'wifiprov', password: 'abcd1234', clock, allowNonceReuse };
      const provisioner = await clock.run(Provisioner.connect(counted(powered.connect(), asked), secrets));
      for (let i = 0; i < sends; i++) await clock.run(provisioner.send('custom-data', utf8('data')));
      for (let i = 0; i < scans; i++) await clock.run(provisioner.scan({ blocking: true }));
      const before = asked.length;
      expect((await powered.provision(provisioner, 'home', 'right password')).kind).toBe('connected');
      const count = (endpoint: string) => asked.filter((each) => each === endpoint).length;
      expect({ allowNonceReuse, sessions: count(endpointNames.session) }).toEqual({
        allowNonceReuse,
        sessions: 2 * expected,
      });
      // What it takes from the first request of the credentials on.
      expect(asked.length - before).toBe(count(endpointNames.config) + (allowNonceReuse ? 0 : before > 3 ? 4 : 2));
    }
  },
);

test('a scan that blocks takes three exchanges over a link without a limit', async () => {
  const powered = await powerOn(idf55, 0);
  const asked: string[] = [];
  const { clock } = powered;
  const provisioner = await clock.run(
    Provisioner.connect(counted(powered.connect(), asked), { allowUnproven: true, clock }),
  );
  await clock.run(provisioner.scan({ blocking: true }));
  expect(asked.filter((endpoint) => endpoint === endpointNames.scan)).toHaveLength(3);
});

function counted(inner: Transport, asked: string[]): Transport {
  return wrapTransport(inner, (endpoint, request, options) => {
    asked.push(endpoint);
    return inner.exchange(endpoint, request, options);
  });
}
