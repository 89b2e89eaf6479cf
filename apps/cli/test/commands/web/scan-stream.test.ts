import type { FoundDevice } from '@esp-prov/client';
import { ProvisioningError } from '@esp-prov/protocol';
import { hostileTexts } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { foundDevice, helperBench } from '../../support/helper-bench.ts';

const hostile = Object.values(hostileTexts);

/** Waits until a scan is aborted, as centrals do. */
async function forever(signal: AbortSignal): Promise<never> {
  return await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}

/** Returns what a whole scan has told. */
async function lines(response: Response) {
  const text = await response.text();
  const values = text
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
  return values as { readonly device?: { readonly id: string; readonly name: string }; readonly error?: object }[];
}

describe('a scan by way of the helper', () => {
  test('tells devices that offer provisioning, or with a prefix those that begin so', async () => {
    async function* scan(): AsyncGenerator<FoundDevice> {
      yield foundDevice({ id: '1' });
      yield foundDevice({ id: '2', name: 'LAMP_1', services: [] });
      yield foundDevice({ id: '3', name: undefined });
    }
    await using bench = await helperBench({ scan });
    const ids = async (path: string) => (await lines(await bench.request(path))).map(({ device }) => device?.id);
    expect(await ids('/helper/scan')).toEqual(['1', '3']);
    expect(await ids('/helper/scan?prefix=LAMP_')).toEqual(['2']);
  });

  test('tells a flood of sightings and names in little', async () => {
    async function* scan(): AsyncGenerator<FoundDevice> {
      for (let i = 0; i < 20_000; i++) {
        const name = `${hostile[i % hostile.length]}${'x'.repeat(5000)}`;
        const services = Array.from({ length: 100 }, () => foundDevice().services[0] as string);
        yield foundDevice({ id: `${i % 1000}`, name, services });
      }
      yield foundDevice({ id: 'x'.repeat(100_000) });
    }
    await using bench = await helperBench({ scan });
    const response = await bench.request('/helper/scan');
    const text = await response.text();
    expect(text.length).toBeLessThan(1_000_000);
    const told = text.trim().split('\n');
    expect(told.length).toBeLessThanOrEqual(200);
    expect(told.length).toBeGreaterThan(10);
    for (const line of told) {
      expect(line.length).toBeLessThan(4096);
      expect((JSON.parse(line) as { device: { name: string } }).device.name).not.toMatch(
        /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u,
      );
    }
  });

  test('ends the one before, and ends when its page goes', async () => {
    const ended: string[] = [];
    let begun = 0;
    async function* scan(_: string | undefined, signal: AbortSignal): AsyncGenerator<FoundDevice> {
      const name = `${++begun}`;
      try {
        yield foundDevice({ id: name });
        await forever(signal);
      } finally {
        ended.push(name);
      }
    }
    await using bench = await helperBench({ scan });
    const first = lines(await bench.request('/helper/scan'));
    const leaving = new AbortController();
    const second = await bench.request('/helper/scan', { signal: leaving.signal });
    expect((await first).map(({ device }) => device?.id)).toEqual(['1']);
    expect(ended).toEqual(['1']);
    leaving.abort();
    await second.text().catch(() => undefined);
    await expect.poll(() => ended).toEqual(['1', '2']);
  });

  test('says why there is none', async () => {
    // biome-ignore lint/correctness/useYield: it fails before
    async function* scan(): AsyncGenerator<FoundDevice> {
      throw new ProvisioningError('bluetooth/powered-off');
    }
    await using bench = await helperBench({ scan });
    expect(await lines(await bench.request('/helper/scan'))).toMatchObject([
      { error: { code: 'bluetooth/powered-off' } },
    ]);
  });
});
