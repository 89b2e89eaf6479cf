import { type DeviceSecurity, isProvisioningError, sec0Device, sec1Device, sec2Device } from '@esp-prov/protocol';
import { seededRandom } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { Phone } from './support/phone.ts';
import { bench, secret, verifier } from './support/phone-bench.ts';
import { android, ios, type PhoneModel } from './support/phone-models.ts';
import { PhoneSrp } from './support/phone-srp.ts';

const models = { Android: android, iOS: ios } as const;
const modelNames = Object.keys(models) as (keyof typeof models)[];
const handshakes = 300;

/** How one handshake ended: `served` when a request was answered afterwards. */
async function outcome(model: PhoneModel, seed: number, security: DeviceSecurity, privateLength = 32): Promise<string> {
  const { link } = await bench(security);
  const phone = new Phone(link, model(seededRandom(seed), { privateLength }));
  try {
    await phone.connect({ username: secret.username, pop: secret.pop });
    await phone.scan();
    return 'served';
  } catch (error) {
    if (isProvisioningError(error)) return error.code;
    return error instanceof Error ? error.message : String(error);
  }
}

const sec2 = (seed: number, reroll = true) =>
  sec2Device({ ...verifier(), random: seededRandom(seed * 7919 + 1), reroll });

/** Whether a phone that draws from this seed has an A that is shorter than the prime. */
function hasShortKey(seed: number, privateLength: number): boolean {
  return new PhoneSrp({ privateLength, bigIntegers: true }, seededRandom(seed)).A.length < 384;
}

test('probe', async () => {
  for (let seed = 1; seed < 1500; seed++) {
    const o = await outcome(android, seed, sec2(seed, false));
    if (o !== 'served') console.log(seed, o, hasShortKey(seed, 32));
  }
}, 300000);
