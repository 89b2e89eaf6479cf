import { type DeviceSecurity, isProvisioningError, sec0Device, sec1Device, sec2Device } from '@esp-prov/protocol';
import { seededRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Phone } from './support/phone.ts';
import { bench, secret, verifier } from './support/phone-bench.ts';
import type { PhoneLink } from './support/phone-handshake.ts';
import { android, ios, type PhoneModel } from './support/phone-models.ts';
import { PhoneSrp } from './support/phone-srp.ts';

const models = { Android: android, iOS: ios } as const;
const modelNames = Object.keys(models) as (keyof typeof models)[];
const handshakes = 300;
/** Enough for three hundred handshakes of security 2 on a busy machine, in ms. */
const patience = 120_000;

/** Exponents of 32 bytes for Android, too: they decide nothing but the time that a handshake takes. */
const privateLength = 32;

/** @param exact - to be an exact release, which neither draws its key again nor takes a short one */
const sec2 = (seed: number, exact = false) =>
  sec2Device({ ...verifier(), random: seededRandom(seed * 7919 + 1), reroll: !exact, exactKeyLength: exact });

const schemes: Readonly<Record<string, (seed: number) => DeviceSecurity>> = {
  'security 0': () => sec0Device(),
  'security 1': (seed) => sec1Device({ pop: secret.pop, random: seededRandom(seed * 7919 + 1) }),
  'security 2': (seed) => sec2(seed),
};

/** Returns how one handshake ended: `served` when requests were answered afterwards. */
async function outcome(traits: ReturnType<PhoneModel>, security: DeviceSecurity): Promise<string> {
  const { link } = await bench(security);
  try {
    const phone = new Phone(link, traits);
    await phone.connect(secret);
    await phone.scan();
    return 'served';
  } catch (error) {
    if (isProvisioningError(error)) return error.code;
    throw error;
  }
}

describe.each(modelNames)('%s phones', (name) => {
  const model = models[name];

  test.each(['security 0', 'security 1'])(
    `are served in every one of ${handshakes} sessions under %s`,
    async (scheme) => {
      for (let seed = 1; seed <= handshakes; seed++) {
        const security = schemes[scheme]?.(seed) as DeviceSecurity;
        expect(await outcome(model(seededRandom(seed)), security)).toBe('served');
      }
    },
  );

  test(
    `are served in every one of ${handshakes} sessions under security 2, short keys included`,
    async () => {
      for (let seed = 1; seed <= handshakes; seed++) {
        const ended = await outcome(model(seededRandom(seed), { privateLength }), sec2(seed));
        expect({ seed, ended }).toEqual({ seed, ended: 'served' });
      }
      // Phones do not draw again when A begins with a zero.
      expect(Array.from({ length: handshakes }, (_, i) => i + 1).filter(hasShortKey)).toEqual([244]);
    },
    patience,
  );

  test('whose key was too short for an exact release are served there at their next try', async () => {
    const { link } = await bench(sec2(244, true));
    const phone = new Phone(link, model(seededRandom(244), { privateLength }));
    await expect(phone.connect(secret)).rejects.toMatchObject({ code: 'session/invalid-parameters' });
    await phone.connect(secret);
    expect(await phone.scan()).toEqual([]);
  });

  test('with the exponents that they really draw are served under security 2', async () => {
    for (let seed = 1; seed <= 5; seed++) expect(await outcome(model(seededRandom(seed)), sec2(seed))).toBe('served');
  });
});

describe('an exact release, which does not draw its key again', () => {
  test.each([
    // K begins with a zero: the phone forgets it and makes another proof.
    [95, 'session/proof-mismatch'],
    [247, 'session/proof-mismatch'],
    // M1 begins with a zero: the phone sends 63 bytes.
    [421, 'message/unexpected'],
  ])('loses the Android phone of seed %i', async (seed, code) => {
    expect(hasShortKey(seed)).toBe(false);
    expect(await outcome(android(seededRandom(seed), { privateLength }), sec2(seed, true))).toBe(code);
  });

  test.each([95, 247, 421])('would not lose it with our other device, and does not lose iOS: seed %i', async (seed) => {
    expect(await outcome(android(seededRandom(seed), { privateLength }), sec2(seed))).toBe('served');
    expect(await outcome(ios(seededRandom(seed), { privateLength }), sec2(seed, true))).toBe('served');
  });
});

describe('libraries from before patch level 1', () => {
  test.each(modelNames)('lose a device of level 1 at its first answer: %s', async (name) => {
    const { link } = await bench(sec2(1));
    const phone = new Phone(link, models[name](seededRandom(1), { privateLength, knowsPatch: false }));
    await phone.connect(secret);
    await expect(phone.scan()).rejects.toThrow(/authenticate/);
  });

  test.each(modelNames)('are served by a device of level 0, as newer ones are: %s', async (name) => {
    for (const knowsPatch of [false, true]) {
      const device = sec2Device({ ...verifier(), random: seededRandom(5), patchVersion: 0 });
      expect(await outcome(models[name](seededRandom(1), { privateLength, knowsPatch }), device)).toBe('served');
    }
  });
});

describe('a device whose proof was altered on its way', () => {
  /** Returns the link with a flipped bit in the device's proof, which follows a head of 11 bytes. */
  const altered = (link: PhoneLink): PhoneLink => ({
    wait: (ms) => link.wait(ms),
    async exchange(endpoint, request) {
      const answer = await link.exchange(endpoint, request);
      if (endpoint !== 'prov-session' || answer.length > 200) return answer;
      return answer.map((byte, i) => (i === 20 ? byte ^ 1 : byte));
    },
  });

  test('is left by iOS', async () => {
    const { link } = await bench(sec2(1));
    const phone = new Phone(altered(link), ios(seededRandom(1)));
    await expect(phone.connect(secret)).rejects.toThrow('did not prove itself');
  });

  test('is used by Android all the same, which only logs it', async () => {
    const { link } = await bench(sec2(1));
    const phone = new Phone(altered(link), android(seededRandom(1), { privateLength }));
    await phone.connect(secret);
    expect(await phone.scan()).toEqual([]);
  });
});

describe.each(modelNames)('a wrong secret of %s', (name) => {
  test.each([
    ['security 1', { pop: 'abcd1235' }],
    ['security 2', { username: 'wifiprov', pop: 'abcd1235' }],
    ['security 2', { username: 'wifiprow', pop: 'abcd1234' }],
  ])('is refused under %s, and the right one taken afterwards', async (scheme, wrong) => {
    const { device, link } = await bench(schemes[scheme]?.(1) as DeviceSecurity);
    const phone = new Phone(link, models[name](seededRandom(1), { privateLength }));
    await expect(phone.connect(wrong)).rejects.toMatchObject({ code: 'session/proof-mismatch' });
    await phone.connect(secret);
    expect(device.securityEvents).toEqual(['credentials-mismatch', 'session-established']);
  });
});

/** Whether a phone that draws from this seed has an A that is shorter than the prime. */
function hasShortKey(seed: number): boolean {
  return new PhoneSrp({ privateLength, bigIntegers: true }, seededRandom(seed)).A.length < 384;
}
