import { bluezPeripheral } from '@esp-prov/bluez';
import { bleDeviceTransport } from '@esp-prov/device';

const defaultEndpoints = ['prov-session', 'proto-ver', 'echo', 'refuse', 'slow', 'long'];
const firstSlot = 0xff51;

/**
 * Returns our device transport with endpoints to be tried on: `refuse` refuses, `slow` takes a second, `long` answers
 * with as many bytes as the number in the request says; all others echo the request.
 */
export async function startEchoDevice({ adapter, log, name = 'PROV_ECHO', ble = {}, requests }) {
  const transport = bleDeviceTransport(bluezPeripheral({ adapter, log }), { log, ...ble });
  const sessions = { opened: 0, closed: 0 };
  const waiting = new Set();
  const count = (what) => {
    sessions[what]++;
    for (const check of waiting) check();
  };
  const echo = {
    open: () => count('opened'),
    close: () => count('closed'),
    async handle(_peer, endpoint, request) {
      if (endpoint === 'refuse') throw new Error('refused, as asked');
      if (endpoint === 'slow') await new Promise((resolve) => setTimeout(resolve, 1000));
      if (endpoint === 'long') return new Uint8Array(Number(Buffer.from(request).toString())).fill(0x5a);
      return Uint8Array.from(request);
    },
  };
  const endpoints = defaultEndpoints.map((endpoint, index) => ({ name: endpoint, slot: firstSlot + index }));
  await transport.start({ name, endpoints }, requests ?? echo);
  return {
    name,
    sessions,
    /** Waits until as many sessions have ended. */
    async closed(number, patienceMs = 10_000) {
      await new Promise((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`only ${sessions.closed} sessions have ended`)), patienceMs);
        const check = () => {
          if (sessions.closed < number) return;
          clearTimeout(timer);
          waiting.delete(check);
          resolve();
        };
        waiting.add(check);
        check();
      });
    },
    [Symbol.asyncDispose]: () => transport[Symbol.asyncDispose](),
  };
}
