import { describe, expect, test } from 'vitest';
import type { DeviceTransport, EndServiceOptions, Requests } from '../src/device-transport.ts';
import { wrapDeviceTransport, wrapRequests } from '../src/wrap-device-transport.ts';

/** Requests that note what reaches them. */
function notedRequests() {
  const noted: unknown[][] = [];
  const requests: Requests = {
    hasSessions: false,
    open: (...given) => void noted.push(['open', ...given]),
    handle: async (...given) => {
      noted.push(['handle', ...given]);
      return Uint8Array.of(7);
    },
    close: (...given) => void noted.push(['close', ...given]),
  };
  return { requests, noted };
}

/** A transport over Bluetooth that notes what it is told. */
class NotedTransport implements DeviceTransport {
  readonly ble = { staysOn: true };
  readonly noted: string[] = [];
  requests: Requests | undefined;

  async start(...[service, requests]: Parameters<DeviceTransport['start']>): Promise<void> {
    this.noted.push(`start ${service.name}`);
    this.requests = requests;
  }

  async endService({ disconnect }: EndServiceOptions): Promise<void> {
    this.noted.push(`end ${disconnect}`);
  }

  async change(endpoints: Parameters<NonNullable<DeviceTransport['change']>>[0]): Promise<void> {
    this.noted.push(`change ${endpoints.length}`);
  }

  async advertise(on: boolean): Promise<void> {
    this.noted.push(`advertise ${on}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.noted.push('dispose');
  }
}

describe('a wrapped transport', () => {
  test('has everything that the one behind it has', async () => {
    const inner = new NotedTransport();
    const wrapped = wrapDeviceTransport(inner, (requests) => requests, { onEnding: () => inner.noted.push('ending') });
    const { requests } = notedRequests();
    await wrapped.start({ name: 'PROV', endpoints: [] }, requests);
    await wrapped.change?.([{ name: 'custom-data', slot: 0xff54, kind: 'request' }]);
    await wrapped.advertise?.(false);
    await wrapped.endService?.({ disconnect: true });
    await wrapped[Symbol.asyncDispose]();
    expect(wrapped.ble).toEqual({ staysOn: true });
    expect(inner.requests).toBe(requests);
    expect(inner.noted).toEqual([
      'start PROV',
      'change 1',
      'advertise false',
      'ending',
      'end true',
      'ending',
      'dispose',
    ]);
  });

  test('cannot be kept on where the one behind it cannot', () => {
    const { start, [Symbol.asyncDispose]: dispose } = new NotedTransport();
    const wrapped = wrapDeviceTransport({ start, [Symbol.asyncDispose]: dispose }, (requests) => requests);
    for (const name of ['endService', 'change', 'advertise']) expect(name in wrapped, name).toBe(false);
    expect(wrapped.ble).toBeUndefined();
  });

  test('hands out what is made of the requests, anew at every start', async () => {
    const inner = new NotedTransport();
    let made = 0;
    const wrapped = wrapDeviceTransport(inner, (requests) => {
      made++;
      return wrapRequests(requests, { handle: async () => Uint8Array.of(9) });
    });
    const { requests, noted } = notedRequests();
    for (let times = 1; times <= 2; times++) {
      await wrapped.start({ name: 'PROV', endpoints: [] }, requests);
      expect(made).toBe(times);
    }
    expect(await inner.requests?.handle(1, 'prov-config', new Uint8Array())).toEqual(Uint8Array.of(9));
    expect(noted).toEqual([]);
  });
});

test('wrapped requests pass everything on but what is replaced, and say whether they have sessions', async () => {
  const { requests, noted } = notedRequests();
  const wrapped = wrapRequests(requests, { close: () => undefined });
  const { signal } = new AbortController();
  wrapped.open(3);
  expect(await wrapped.handle(3, 'proto-ver', Uint8Array.of(1), { signal })).toEqual(Uint8Array.of(7));
  wrapped.close(3);
  expect(wrapped.hasSessions).toBe(false);
  expect(noted).toEqual([
    ['open', 3],
    ['handle', 3, 'proto-ver', Uint8Array.of(1), { signal }],
  ]);
});
