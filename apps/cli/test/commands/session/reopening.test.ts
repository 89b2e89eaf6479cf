import type { OpenTransport } from '@esp-prov/client';
import { describe, expect, test } from 'vitest';
import { Reopening } from '../../../src/commands/session/reopening.ts';
import type { DeviceLink } from '../../../src/reach/device-link.ts';

describe('a link that is opened again', () => {
  test('is reported from the second time on, beside the line that is being typed', async () => {
    const told: string[] = [];
    const transport = {} as Awaited<ReturnType<OpenTransport>>;
    const link = { source: async () => transport, address: 'PROV_261FCC' } as unknown as DeviceLink;
    const reopening = new Reopening(link, {
      json: false,
      event: (_, text) => told.push(String(text)),
      result: () => {},
    });
    const open = reopening.source as OpenTransport;
    expect(await open({})).toBe(transport);
    expect(told).toEqual([]);
    await open({});
    reopening.lines = { beside: (print) => [told.push('beside'), print()] };
    await open({});
    expect(told).toEqual(['Connecting to PROV_261FCC again …', 'beside', 'Connecting to PROV_261FCC again …']);
  });

  test('is reported once while a device stays away and nothing is requested', async () => {
    let told = 0;
    let isAway = false;
    const source: OpenTransport = async () => {
      if (isAway) throw new Error('away');
      return {} as Awaited<ReturnType<OpenTransport>>;
    };
    const link = { source, address: 'PROV_261FCC' } as unknown as DeviceLink;
    const reopening = new Reopening(link, { json: false, event: () => told++, result: () => {} });
    const open = reopening.source as OpenTransport;
    await open({});
    isAway = true;
    reopening.idle(true);
    for (let i = 0; i < 3; i++) await expect(open({})).rejects.toThrow('away');
    expect(told).toBe(1);
    reopening.idle(false);
    for (let i = 0; i < 3; i++) await expect(open({})).rejects.toThrow('away');
    expect(told).toBe(4);
  });
});
