import type { Requests } from '@esp-prov/device';
import { builtInEndpoints, utf8 } from '@esp-prov/protocol';
import { describe, expect, test } from 'vitest';
import { memoryLink } from '../src/index.ts';

const service = { name: 'PROV_TEST', endpoints: builtInEndpoints };

const echo: Requests = {
  open: () => undefined,
  close: () => undefined,
  handle: async (_peer, _endpoint, request) => Uint8Array.from(request),
};

describe('a link whose service has ended', () => {
  test('is lost, and serves again once the service is back', async () => {
    const { device, connect } = memoryLink();
    await device.start(service, echo);
    const client = connect();
    await device[Symbol.asyncDispose]();
    await expect(client.exchange('prov-config', utf8('x'))).rejects.toMatchObject({ code: 'link/lost' });
    await device.start(service, echo);
    expect(await client.exchange('prov-config', utf8('x'))).toEqual(utf8('x'));
  });

  test('finds no endpoint where the transport was kept on', async () => {
    const { device, connect } = memoryLink();
    await device.start(service, echo);
    const client = connect();
    await device.endService?.({ disconnect: false });
    for (const each of [client, connect()]) {
      await expect(each.exchange('prov-config', utf8('x'))).rejects.toMatchObject({ code: 'endpoint/not-found' });
    }
    expect([...(connect().endpoints ?? [])]).toEqual([]);
    await device.start(service, echo);
    expect(await client.exchange('prov-config', utf8('x'))).toEqual(utf8('x'));
  });

  test('is gone for good where the link was dropped, and a new one is not', async () => {
    const { device, connect } = memoryLink();
    await device.start(service, echo);
    const client = connect();
    await device.endService?.({ disconnect: true });
    await device.start(service, echo);
    await expect(client.exchange('prov-config', utf8('x'))).rejects.toMatchObject({ code: 'link/lost' });
    expect(await connect().exchange('prov-config', utf8('x'))).toEqual(utf8('x'));
  });
});
