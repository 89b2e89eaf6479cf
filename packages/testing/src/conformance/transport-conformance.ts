import type { Transport } from '@esp-prov/client';
import type { Requests } from '@esp-prov/device';
import { builtInEndpoints, concatBytes, isProvisioningError, ProvisioningError, utf8 } from '@esp-prov/protocol';
import { type ConformanceCase, expectThat, rejection } from './conformance-case.ts';

/** Brings up both ends of a transport around `requests`. */
export type TransportFactory = (requests: Requests) => Promise<{ readonly client: Transport; close(): Promise<void> }>;

/** Returns the cases that every pair of a client and a device transport must pass. */
export function transportConformance(factory: TransportFactory): ConformanceCase[] {
  const withLink = (
    name: string,
    check: (client: Transport, device: EchoDevice) => Promise<void>,
  ): ConformanceCase => ({
    name,
    async run() {
      const device = new EchoDevice();
      const { client, close } = await factory(device);
      try {
        await check(client, device);
      } finally {
        await client[Symbol.asyncDispose]();
        await close();
      }
    },
  });

  return [
    withLink('carries a request and its answer unchanged', async (client) => {
      const all = Uint8Array.from({ length: 256 }, (_, i) => i);
      const answer = await client.exchange('prov-config', all);
      expectThat(String(answer) === String(concatBytes(utf8('prov-config:'), all)), 'the answer to these bytes');
    }),
    withLink('carries a view into a larger buffer as the view', async (client) => {
      const view = new Uint8Array(64).fill(7).subarray(10, 13);
      const answer = await client.exchange('prov-scan', view);
      expectThat(answer.length === 'prov-scan:'.length + 3, 'only the three bytes of the view');
    }),
    withLink('delivers an empty answer', async (client) => {
      expectThat((await client.exchange('prov-ctrl', utf8('empty'))).length === 0, 'no bytes');
    }),
    withLink('keeps one transport session over several exchanges', async (client, device) => {
      for (let i = 0; i < 4; i++) await client.exchange('prov-session', utf8(`${i}`));
      expectThat(device.opened === 1, `one session, not ${device.opened}`);
    }),
    withLink('reports a refusal as endpoint/refused', async (client) => {
      const error = await rejection(client.exchange('prov-config', utf8('refuse')));
      expectThat(isProvisioningError(error, 'endpoint/refused'), `endpoint/refused, got ${String(error)}`);
    }),
    withLink('works again after a refusal', async (client) => {
      await rejection(client.exchange('prov-config', utf8('refuse')));
      expectThat((await client.exchange('proto-ver', utf8('x'))).length > 0, 'an answer');
    }),
    withLink('reports an unknown endpoint as endpoint/not-found', async (client) => {
      const error = await rejection(client.exchange('no-such-endpoint', utf8('x')));
      expectThat(isProvisioningError(error, 'endpoint/not-found'), `endpoint/not-found, got ${String(error)}`);
    }),
    withLink('does not begin when the signal is already aborted', async (client, device) => {
      const aborted = AbortSignal.abort(new Error('stop'));
      await rejection(client.exchange('prov-config', utf8('x'), { signal: aborted }));
      expectThat(device.handled === 0, 'no request at the device');
    }),
    withLink('refuses exchanges after it was closed', async (client) => {
      await client[Symbol.asyncDispose]();
      const error = await rejection(client.exchange('prov-config', utf8('x')));
      expectThat(isProvisioningError(error, 'link/closed'), `link/closed, got ${String(error)}`);
    }),
  ];
}

/** Answers with the endpoint's name and the request. */
class EchoDevice implements Requests {
  opened = 0;
  handled = 0;
  readonly #known = new Set(builtInEndpoints.map(({ name }) => name));

  open(): void {
    this.opened++;
  }

  close(): void {
    // Nothing is kept.
  }

  async handle(_peer: number, endpoint: string, request: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    this.handled++;
    if (!this.#known.has(endpoint)) throw new ProvisioningError('endpoint/not-found');
    const text = String.fromCharCode(...request.subarray(0, 8));
    if (text === 'refuse') throw new ProvisioningError('message/unexpected');
    return text === 'empty' ? new Uint8Array(0) : concatBytes(utf8(`${endpoint}:`), request);
  }
}
