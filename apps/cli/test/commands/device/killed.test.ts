import { createHash } from 'node:crypto';
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { checkNvsImage, MemoryFlash, NvsStore, readNvs } from '@esp-prov/nvs';
import { describe, expect, test } from 'vitest';
import { credentials, startDevice } from '../../support/device.ts';
import { Program, run, testTimeoutMs } from '../../support/program.ts';
import { Scratch } from '../../support/scratch.ts';
import { secrets } from '../../support/secrets.ts';

const writer = fileURLToPath(new URL('../../support/keep-writing.mjs', import.meta.url));
const nvsOf = (image: string) => readFileSync(image).subarray(0x9000, 0xf000);
const digest = (file: string) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** What a start makes of an NVS partition, and whether anything is wrong with it then. */
function restarted(nvs: Uint8Array): Uint8Array {
  const flash = new MemoryFlash(nvs);
  NvsStore.open(flash);
  const errors = checkNvsImage(flash.image()).filter(({ severity }) => severity === 'error');
  expect(errors).toEqual([]);
  return flash.image();
}

describe.concurrent('a process that is killed while it writes', { timeout: testTimeoutMs }, () => {
  test('leaves every value of a flash image old or new', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    for (let round = 0; round < 6; round++) {
      await using program = new Program([image], { launcher: [process.execPath, writer] });
      await program.sees(/writing/);
      await sleep(round * 7);
      expect((await program.end('SIGKILL')).code).toBe('SIGKILL');
      expect(readFileSync(image)).toHaveLength(4 * 1024 * 1024);
      const store = readNvs(restarted(nvsOf(image)));
      const values = ['first', 'second'].map((key) => {
        const value = store.get('app', key);
        return value?.type === 'blob' ? new TextDecoder().decode(value.value) : '';
      });
      for (const value of values) expect(value).toMatch(/^((even ){40}|(odd ){40})$/);
    }
    // What the last one left is no hindrance to the next.
    expect((await run(['flash', 'nvs', 'erase', image, 'app'])).code).toBe(0);
    expect(readdirSync(scratch.path('.'))).toEqual(['dev.bin']);
  });

  test('as a device that stores credentials leaves none, or whole ones', async () => {
    using scratch = new Scratch();
    const image = scratch.path('dev.bin');
    await run(['flash', 'create', image]);
    for (const delayMs of [0, 3, 8]) {
      await run(['flash', 'erase-partition', image, 'nvs']);
      await using device = await startDevice(['--fast', '--flash', image]);
      // It looks for a device that is gone as long as a join may take.
      await using client = new Program([...credentials(device.address), '--timeout', '5']);
      await client.sees(/Sending the credentials/);
      await sleep(delayMs);
      await device.program.end('SIGKILL');
      await client.ended();
      const store = readNvs(restarted(nvsOf(image)));
      const [ssid, password] = ['sta.ssid', 'sta.pswd'].map((key) => {
        const value = store.get('nvs.net80211', key);
        // Padded with zeros; the name has its length before it.
        return value?.type === 'blob' ? new TextDecoder().decode(value.value).replaceAll(/[^ -~]/g, '') : undefined;
      });
      expect([undefined, 'myssid']).toContain(ssid);
      expect(ssid === undefined ? [undefined] : [undefined, secrets.password]).toContain(password);
    }
  });

  test('as a change of an image leaves the old file or the new one', async () => {
    using scratch = new Scratch();
    const [image, before, after, part] = ['dev.bin', 'before.bin', 'after.bin', 'part.bin'].map((name) =>
      scratch.path(name),
    ) as [string, string, string, string];
    await run(['flash', 'create', before, '--size', '16M']);
    writeFileSync(part, new Uint8Array(0x6000).fill(0x55));
    copyFileSync(before, after);
    const change = (file: string) => ['flash', 'write', file, part, '--partition', 'nvs'];
    const begin = performance.now();
    expect((await run(change(after))).code).toBe(0);
    const wholeMs = performance.now() - begin;
    const allowed = [digest(before), digest(after)];
    const outcomes = new Set<string>();
    for (let round = 0; round < 5; round++) {
      copyFileSync(before, image);
      await using program = new Program(change(image));
      // The first one is killed before it can have begun, however long the measured one took.
      if (round > 0) await sleep((wholeMs * (round + 2)) / 6);
      await program.end('SIGKILL');
      const found = digest(image);
      expect(allowed).toContain(found);
      outcomes.add(found);
    }
    expect(outcomes.has(digest(before))).toBe(true);
    expect((await run(change(image))).code).toBe(0);
    expect(readdirSync(scratch.path('.')).sort()).toEqual(['after.bin', 'before.bin', 'dev.bin', 'part.bin']);
  });
});
