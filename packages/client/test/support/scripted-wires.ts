import type { HostWires } from '../../src/noble/host-link.ts';
import type { FromHost } from '../../src/noble/host-message.ts';

const uuid = '021aff51-0382-4aea-bff4-6b3f1c5adfb4';

/** Wires to a host that connects, and then answers writes and ends the link when the test says so. */
export function scriptedWires(): HostWires & { refuse(attError: number | undefined): void; disconnect(): void } {
  let tell: (message: FromHost) => void = () => undefined;
  let writing = 0;
  const services = [{ uuid, characteristics: [{ uuid, attribute: 1, descriptors: [] }] }];
  return {
    send({ id, request: { kind } }) {
      if (kind === 'connect') tell({ id, result: { connection: 1, services } });
      if (kind === 'write') writing = id;
    },
    onMessage(listener) {
      tell = listener;
    },
    onEnd: () => undefined,
    refuse: (attError) => tell({ id: writing, failure: { code: 'gatt/refused', message: 'refused', attError } }),
    disconnect: () => tell({ event: { kind: 'disconnected', connection: 1, reason: 'gone' } }),
    [Symbol.asyncDispose]: async () => undefined,
  };
}
