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
});
