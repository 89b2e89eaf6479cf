import {
  connectBle,
  consoleTransport,
  type Fetch,
  fetchTransport,
  Provisioner,
  type Transport,
} from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import {
  type BleHost,
  bleDeviceTransport,
  ConsoleDeviceTransport,
  type Requests,
  type Service,
} from '@esp-prov/device';
import { builtInEndpoints } from '@esp-prov/protocol';
import { manualClock, memoryConsole, memoryLink, memoryRadio, transportConformance } from '@esp-prov/testing';
import { describe, expect, test } from 'vitest';
import { VirtualEsp32 } from '../src/index.ts';
import { type HttpDeviceOptions, HttpDeviceTransport } from '../src/node/index.ts';

const service: Service = { name: 'PROV_TEST', endpoints: builtInEndpoints };

async function httpDevice(requests: Requests, options: HttpDeviceOptions = {}): Promise<HttpDeviceTransport> {
  const device = new HttpDeviceTransport(options);
  await device.start(service, requests);
  return device;
}

/** Declares the suite for each kind of transport: a new kind does not compile without one. */
const suites: Readonly<Record<Transport['kind'], () => void>> = {
  memory() {
    describe('the memory link', () => {
      const cases = transportConformance(async (requests) => {
        const { device, connect } = memoryLink();
        await device.start(service, requests);
        return { client: connect(), close: async () => await device[Symbol.asyncDispose]() };
      });
      test.each(cases)('$name', ({ run }) => run());
    });
  },

  ble() {
    describe.each<BleHost>(['nimble', 'bluedroid'])('Bluetooth over the memory radio with %s', (host) => {
      const clock = manualClock();
      const cases = transportConformance(async (requests) => {
        const { central, peripheral } = memoryRadio({ clock });
        const device = bleDeviceTransport(peripheral, { host, clock });
        await device.start(service, requests);
        return {
          client: await connectBle(central, { name: service.name, clock }),
          close: async () => await device[Symbol.asyncDispose](),
        };
      });
      test.each(cases)('$name', ({ run }) => clock.run(run()));
    });
  },

  http() {
    describe.each<HttpDeviceOptions>([{}, { segments: 'split' }, { segments: 'split', session: 'socket' }])(
      'HTTP between Node’s transport and a virtual device with %o',
      (options) => {
        const cases = transportConformance(async (requests) => {
          const device = await httpDevice(requests, options);
          return { client: httpTransport(device.address), close: () => device[Symbol.asyncDispose]() };
        });
        test.each(cases)('$name', ({ run }) => run());
      },
    );

    describe('HTTP between a fetch that keeps cookies, as browsers do, and a virtual device', () => {
      const cases = transportConformance(async (requests) => {
        const device = await httpDevice(requests);
        return {
          client: fetchTransport(device.address, { fetch: fetchWithCookies() }),
          close: () => device[Symbol.asyncDispose](),
        };
      });
      test.each(cases)('$name', ({ run }) => run());
    });
  },

  console() {
    describe('a console between a client and a device', () => {
      // The suite sends more bytes than a line of the firmware takes.
      const maxLine = 1024;
      const cases = transportConformance(async (requests) => {
        const line = memoryConsole();
        const device = new ConsoleDeviceTransport(line.device, { maxLine });
        await device.start(service, requests);
        return { client: consoleTransport(line.client, { maxLine }), close: () => device[Symbol.asyncDispose]() };
      });
      // A console prints nothing to an unknown command, as it does to a refused one.
      test.each(cases.filter(({ name }) => !name.includes('endpoint/not-found')))('$name', ({ run }) => run());
    });
  },
};

for (const declare of Object.values(suites)) declare();

test('the global fetch is what carries a session where none is given', async () => {
  // The fetch of Node keeps no cookies, so this device has no sessions that it could mix up.
  const transport = new HttpDeviceTransport();
  await using device = new VirtualEsp32({ transport, secret: { securityVersion: 0 }, fast: true });
  await device.boot();
  await using client = fetchTransport(transport.address);
  const provisioner = await Provisioner.connect(client, { allowUnproven: true });
  expect((await provisioner.scan()).length).toBeGreaterThan(0);
});

function fetchWithCookies(): Fetch {
  let cookie: string | undefined;
  return async (url, init) => {
    const response = await fetch(url, { ...init, headers: { ...init.headers, ...(cookie ? { Cookie: cookie } : {}) } });
    cookie = response.headers.getSetCookie().at(-1) ?? cookie;
    return response;
  };
}
