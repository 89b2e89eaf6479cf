import type { Requests } from '@esp-prov/device';
import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { factoryFlash, releaseProfiles, VirtualEsp32, type VirtualEsp32Options } from '../src/index.ts';
import { fuzzStates } from './support/fuzz/fuzz-device.ts';
import { fuzzScenario, noCounts } from './support/fuzz/fuzz-scenario.ts';

// A short run over fixed seeds; interop/fuzz/run does the same a million times.
const scenarios = 60;
const inputs = 100;

test('whatever any release is sent in any state is answered or refused, and a client is served afterwards', async () => {
  const counts = noCounts();
  for (let seed = 1; seed <= scenarios; seed++) {
    const parts = { VirtualEsp32, factoryFlash };
    await fuzzScenario(seed, { parts, profiles: releaseProfiles, inputs, counts });
  }
  expect(counts.scenarios).toBe(scenarios);
  expect(counts.inputs).toBeGreaterThanOrEqual(scenarios * inputs);
  // Neither noise alone nor refusals alone: every layer has been reached.
  expect(counts.answered).toBeGreaterThan(counts.inputs / 10);
  expect(counts.sealed).toBeGreaterThan(counts.inputs / 4);
  const kinds = Object.keys(counts.kinds).join('; ');
  for (const state of fuzzStates) expect(kinds).toContain(state);
  for (const scheme of [0, 1, 2]) expect(kinds).toContain(`security ${scheme}`);
  expect(Object.keys(counts.refused)).toEqual(
    expect.arrayContaining([
      'endpoint/not-found',
      'message/malformed',
      'message/unexpected',
      'session/not-established',
      'session/scheme-mismatch',
      'session/invalid-state',
      'session/tampered',
    ]),
  );
});

test('a scenario repeats itself for its seed', async () => {
  const run = async () => {
    const counts = noCounts();
    for (const seed of [7, 8]) {
      await fuzzScenario(seed, { parts: { VirtualEsp32, factoryFlash }, profiles: releaseProfiles, inputs, counts });
    }
    return counts;
  };
  expect(await run()).toEqual(await run());
});

describe('the fuzzing notices a device that', () => {
  const never = new Promise<never>(() => undefined);
  const faults: readonly (readonly [string, RegExp, () => Promise<Bytes>])[] = [
    ['fails without a name', /refused by TypeError: planted/, () => Promise.reject(new TypeError('planted'))],
    [
      'fails by a name that is no refusal',
      /refused by ProvisioningError/,
      () => Promise.reject(new ProvisioningError('manager/invalid-state')),
    ],
    ['never answers', /neither an answer nor a refusal/, () => never],
    ['answers what is no bytes', /the answer is no bytes/, async () => 'text' as unknown as Bytes],
    [
      'refuses honest clients',
      /an honest .* was refused/,
      () => Promise.reject(new ProvisioningError('endpoint/refused')),
    ],
  ];

  test.each(faults)('%s', async (_, message, fault) => {
    /** Serves the first requests as it should, and then no longer. */
    class Faulty extends VirtualEsp32 {
      constructor({ transport, ...rest }: VirtualEsp32Options) {
        let served = 0;
        super({
          ...rest,
          transport: {
            start: (service, requests) =>
              transport.start(service, {
                open: (peer) => requests.open(peer),
                close: (peer) => requests.close(peer),
                handle: (...request: Parameters<Requests['handle']>) =>
                  ++served > 40 ? fault() : requests.handle(...request),
              }),
            [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
          },
        });
      }
    }
    const parts = { VirtualEsp32: Faulty, factoryFlash };
    const run = fuzzScenario(3, { parts, profiles: releaseProfiles, inputs, counts: noCounts() });
    await expect(run).rejects.toThrow(message);
    await expect(run).rejects.toThrow(/^scenario 3 \(/);
  });
});
