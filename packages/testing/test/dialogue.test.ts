import { Provisioner } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { type Fault, faultyLink } from '../src/index.ts';
import { Collector } from './support/collector.ts';
import { memoryTown } from './support/memory-town.ts';
import { passphrase, pop, type SchemeName, schemes, ssid } from './support/town.ts';

interface Exchange {
  readonly number: number;
  readonly endpoint: string;
}

const schemeNames = Object.keys(schemes) as SchemeName[];

/** What a garbled or cut message may lead to; security 1 has no integrity check, so a flipped bit may even pass. */
const confused =
  /^(connected|failed |version\/|session\/|message\/|endpoint\/refused$|device\/status$|wifi\/(outcome-unknown|join-timeout)$)/;

/** How a run may end, by its fault. */
const families: Record<Fault, RegExp> = {
  'lose-request': /^(connected|link\/lost|wifi\/outcome-unknown)$/,
  'lose-answer': /^(connected|link\/lost|wifi\/outcome-unknown)$/,
  'break-before': /^(link\/lost|wifi\/outcome-unknown)$/,
  'break-after': /^(link\/lost|wifi\/outcome-unknown)$/,
  refuse: /^(connected|endpoint\/refused|session\/(scheme|proof)-mismatch)$/,
  'garble-answer': confused,
  'garble-request': confused,
  'cut-answer': confused,
  // Both ends lose step under security 1; under security 0 nothing is lost.
  'duplicate-request': confused,
  delay: /^connected$/,
};

describe.each(schemeNames)('under %s', (scheme) => {
  test('a whole provisioning succeeds, and again after the service has ended', async () => {
    const town = memoryTown(scheme);
    await town.start();
    expect(await town.provision(town.connect())).toBe('connected');
    await town.recover();
    expect(await town.provision(town.connect())).toBe('connected');
    expect(town.out.leaked([pop, passphrase])).toEqual([]);
  });

  // Without a PoP only the key differs, which has no part in how faults are met.
  test.each(scheme === 'security 1 without a PoP' ? [] : (Object.keys(families) as Fault[]))(
    'the fault “%s” at any exchange ends in success or in a named error, tells no secret, and leaves a usable device',
    async (fault) => {
      const exchanges = await plainRun(scheme);
      expect(exchanges.length).toBeGreaterThan(9);
      for (const { number, endpoint } of exchanges) {
        const town = memoryTown(scheme);
        await town.start();
        const outcome = await town.provision(
          faultyLink(town.connect(), {
            clock: town.clock,
            fault: (exchange) => (exchange === number ? fault : undefined),
          }),
        );
        const where = `${fault} at exchange ${number} (${endpoint})`;
        expect({ [where]: outcome }).toEqual({ [where]: expect.stringMatching(families[fault]) });
        const exact = expectedOutcome(fault, number, exchanges, scheme);
        if (exact) expect({ [where]: outcome }).toEqual({ [where]: exact });
        await town.recover();
        expect({ [`after ${where}`]: await town.provision(town.connect()) }).toEqual({
          [`after ${where}`]: 'connected',
        });
        expect({ [where]: town.out.leaked([pop, passphrase]) }).toEqual({ [where]: [] });
      }
    },
  );
});

describe('over a link that can be opened again', () => {
  const scheme = 'security 1';

  test.each(['lose-request', 'lose-answer', 'break-before', 'break-after'] as const)(
    'the fault “%s” at any exchange before credentials go out costs one more handshake, and never a second write',
    async (fault) => {
      const exchanges = await plainRun(scheme);
      for (const { number, endpoint } of exchanges) {
        const town = memoryTown(scheme);
        await town.start();
        const opened: string[][] = [];
        const outcome = await town.provision(async () => {
          const seen: string[] = [];
          opened.push(seen);
          return faultyLink(town.connect(), {
            clock: town.clock,
            fault: (exchange, to) => {
              seen.push(to);
              return opened.length === 1 && exchange === number ? fault : undefined;
            },
          });
        });
        const where = `${fault} at exchange ${number} (${endpoint})`;
        const before = number < exchanges.findIndex((each) => each.endpoint === 'prov-config');
        const repeatable = before && endpoint !== 'custom-data';
        const exact = repeatable ? 'connected' : expectedOutcome(fault, number, exchanges, scheme);
        expect({ [where]: outcome }).toEqual({ [where]: exact });
        expect({ [where]: opened.length }).toEqual({ [where]: repeatable ? 2 : 1 });
        expect({ [where]: opened.flat().filter((to) => to === 'custom-data').length }).toEqual({ [where]: 1 });
        if (repeatable) expect(opened[1]?.filter((each) => each === 'prov-session')).toHaveLength(2);
      }
    },
  );
});

test('a wrong PoP tells neither the right one nor the wrong one, and the right one is welcome afterwards', async () => {
  const town = memoryTown('security 1');
  await town.start();
  const wrong = await Provisioner.connect(town.connect(), { pop: 'guess-1234', clock: town.clock }).catch(
    (error: unknown) => error,
  );
  expect(wrong).toMatchObject({ code: 'session/proof-mismatch' });
  town.out.take(wrong);
  expect(await town.provision(town.connect())).toBe('connected');
  expect(town.out.leaked([pop, 'guess-1234', passphrase])).toEqual([]);
});

describe('the collector of all output', () => {
  test('finds a secret in a log line, a message, the details and the cause of a cause', () => {
    const inner = new Error(`the secret is ${passphrase}`);
    const samples: ((out: Collector) => void)[] = [
      (out) => out.log('debug', 'tag', `got ${passphrase}`),
      (out) => out.take(new Error(passphrase)),
      (out) => out.take(new ProvisioningError('link/lost', undefined, { details: { text: passphrase } })),
      (out) => out.take(new ProvisioningError('link/lost', undefined, { cause: new Error('x', { cause: inner }) })),
      (out) => out.take({ bytes: Array.from(passphrase, (character) => character.charCodeAt(0)) }),
      (out) => out.take(Buffer.from(passphrase).toString('hex')),
      (out) => out.take(Buffer.from(`${passphrase}`).toString('base64')),
    ];
    for (const sample of samples) {
      const out = new Collector();
      sample(out);
      expect(out.leaked([passphrase, pop])).toEqual([passphrase]);
    }
  });

  test('hears the device and the client', async () => {
    const town = memoryTown('security 1');
    await town.start();
    await town.provision(town.connect());
    expect(town.out.text).toContain('Provisioning started with service name');
    expect(town.out.text).toContain('Wi-Fi Credentials Received');
    expect(town.out.text).toContain('"kind":"connected"');
    expect(town.out.leaked([ssid, 'session-established'])).toEqual([ssid, 'session-established']);
  });
});

/** Returns the exchanges of a run without faults. */
async function plainRun(scheme: SchemeName): Promise<Exchange[]> {
  const exchanges: Exchange[] = [];
  const town = memoryTown(scheme);
  await town.start();
  const watched = faultyLink(town.connect(), {
    clock: town.clock,
    fault: (number, endpoint) => {
      exchanges.push({ number, endpoint });
      return undefined;
    },
  });
  expect(await town.provision(watched)).toBe('connected');
  return exchanges;
}

/** Returns the one right outcome, where there is one. */
function expectedOutcome(
  fault: Fault,
  number: number,
  exchanges: readonly Exchange[],
  scheme: SchemeName,
): string | undefined {
  if (fault === 'duplicate-request' && scheme === 'security 0') return 'connected';
  const firstConfig = exchanges.findIndex(({ endpoint }) => endpoint === 'prov-config');
  const apply = firstConfig + 1;
  const firstSession = exchanges.findIndex(({ endpoint }) => endpoint === 'prov-session');
  if (fault === 'lose-request' || fault === 'lose-answer') {
    if (number === apply) return 'wifi/outcome-unknown';
    return number > apply ? 'connected' : 'link/lost';
  }
  // This link is not opened again, so after Apply its outcome stays unknown.
  if (fault === 'break-before' || fault === 'break-after')
    return number >= apply ? 'wifi/outcome-unknown' : 'link/lost';
  if (fault === 'refuse') {
    if (number > apply) return 'connected';
    if (exchanges[number]?.endpoint !== 'prov-session') return 'endpoint/refused';
    return number === firstSession ? 'session/scheme-mismatch' : 'session/proof-mismatch';
  }
  return undefined;
}
