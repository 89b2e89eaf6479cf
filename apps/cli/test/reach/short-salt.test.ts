import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { startDevice } from '../support/device.ts';
import { expectFailure, jsonLines } from '../support/expect-failure.ts';
import { run, testTimeoutMs } from '../support/program.ts';
import { Scratch } from '../support/scratch.ts';
import { secrets } from '../support/secrets.ts';

const vectors = new URL('../../../../test/vectors/protocol/salt-verifier-short.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(vectors, 'utf8')) as {
  readonly cases: readonly Readonly<Record<'id' | 'password' | 'salt' | 'verifier_device_c', string>>[];
};

/** A device with a recorded pair in its factory data. */
async function startShort(scratch: Scratch, id: string) {
  const pair = cases.find((each) => each.id === id);
  if (!pair) throw new Error(`there is no pair ${id}`);
  const rows = `prov,namespace,,\nsec2_salt,data,hex2bin,${pair.salt}\nsec2_verifier,data,hex2bin,${pair.verifier_device_c}\n`;
  const [image, data] = [scratch.path('dev.bin'), scratch.path('fctry.bin')];
  await run(['flash', 'create', image, '--factory-data']);
  const csv = scratch.write('a.csv', `key,type,encoding,value\n${rows}`);
  await run(['flash', 'nvs', 'generate', csv, data, '--size', '0x6000']);
  await run(['flash', 'write', image, data, '--partition', 'fctry']);
  // A release of the firmware, which does not brake whoever guesses.
  const device = await startDevice(['--fast', '--no-auto-stop', '--profile', 'idf-5.5', '--flash', image]);
  return { device, scan: ['scan', '--service-name', device.address, '--sec2-username', 'wifiprov'] };
}

describe.concurrent('a device whose verifier belongs to 15 bytes of the salt', { timeout: testTimeoutMs }, () => {
  test('is let in, with a warning and an event', async () => {
    using scratch = new Scratch();
    const { device, scan } = await startShort(scratch, '15a');
    await using _ = device;
    const told = await run([...scan, '--sec2-pwd', secrets.pop]);
    expect(told.code).toBe(0);
    const text = told.stderr.replace(/\s+/g, ' ');
    expect(text).toMatch(/info: the proof was refused; trying the same secret with 15 bytes of the salt/);
    expect(text).toMatch(
      /warning: the verifier of this device belongs to the first 15 bytes of its salt, not to all 16/,
    );
    const lines = jsonLines(await run([...scan, '--sec2-pwd', secrets.pop, '--json']));
    expect(lines).toContainEqual({
      event: 'reading',
      reading: 'short-salt',
      saltBytes: 15,
      text: expect.stringContaining('esp_srp_gen_salt_verifier'),
    });
  });

  test('is not where that is switched off, nor with a wrong password, which says what was tried', async () => {
    using scratch = new Scratch();
    const { device, scan } = await startShort(scratch, '15a');
    await using _ = device;
    const off = await run([...scan, '--sec2-pwd', secrets.pop, '--no-short-salt']);
    expectFailure(off, 6, 'session/proof-mismatch');
    expect(off.stderr).not.toContain('other readings');
    const wrong = await run([...scan, '--sec2-pwd', secrets.wrongPop]);
    expectFailure(wrong, 6, 'session/proof-mismatch', /2 other readings of the secret/);
    const both = await run([...scan, '--sec2-pwd', secrets.pop, '--no-short-salt', '--short-salt']);
    expectFailure(both, 2, 'usage/invalid-option');
  });
});
