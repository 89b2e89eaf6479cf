import {
  type DeviceSecurity,
  fromHex,
  makeVerifier,
  sec0Client,
  sec0Device,
  sec1Client,
  sec1Device,
  sec2Client,
  sec2Device,
} from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { type SecurityPair, securityConformance, seededRandom } from '../../src/index.ts';

const random = seededRandom(11);
const salt = fromHex('036ee0c7bcb9eda84c9eac97d93decf4');
const verifier = makeVerifier('wifiprov', 'abcd1234', salt);

const pairs: Record<string, SecurityPair> = {
  'security 0': { client: sec0Client, device: sec0Device, wrongClient: null },
  'security 1 with a PoP': {
    client: () => sec1Client({ pop: 'abcd1234', random }),
    device: () => sec1Device({ pop: 'abcd1234', random }),
    wrongClient: () => sec1Client({ pop: 'abcd1235', random }),
  },
  'security 1 without a PoP': {
    client: () => sec1Client({ random }),
    device: () => sec1Device({ random }),
    wrongClient: () => sec1Client({ pop: 'some', random }),
  },
  'security 2': {
    client: () => sec2Client({ username: 'wifiprov', password: 'abcd1234', random }),
    device: () => sec2Device({ ...verifier, random }),
    wrongClient: () => sec2Client({ username: 'wifiprov', password: 'abcd1235', random }),
  },
};

describe.each(Object.keys(pairs))('%s', (name) => {
  const pair = pairs[name] as SecurityPair;
  test.each(securityConformance(pair))('$name', ({ run }) => run());
});

describe('the suite', () => {
  const pair = pairs['security 1 with a PoP'] as SecurityPair;

  /** Returns the names of the cases that a scheme fails. */
  async function failures(broken: Partial<SecurityPair>): Promise<string[]> {
    const failed: string[] = [];
    for (const { name, run } of securityConformance({ ...pair, ...broken })) {
      await run().catch(() => failed.push(name));
    }
    return failed;
  }

  test('fails a device that takes any secret', async () => {
    expect(await failures({ wrongClient: pair.client })).toEqual([
      'refuses a wrong secret, and the right one still works afterwards',
    ]);
  });

  test('fails a device whose key differs', async () => {
    expect(await failures({ device: () => sec1Device({ pop: 'other', random }) })).toContain(
      'carries messages of many lengths in both directions',
    );
  });

  test('fails a device that throws errors without a name', async () => {
    const device = (): DeviceSecurity => ({
      ...pair.device(),
      accept: () => ({
        channel: undefined,
        respond: () => {
          throw new RangeError('offset is out of bounds');
        },
      }),
    });
    expect(await failures({ device })).toContain('refuses truncated and foreign handshake messages by a named error');
  });
});
