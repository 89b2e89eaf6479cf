// What an application writes in TypeScript, with the types that it has: the global fetch, plain bytes, its own transport.
import { fetchTransport, Provisioner, Session, type Transport, wrapTransport } from '@esp-prov/client';
import { httpTransport } from '@esp-prov/client/node';
import type { Endpoint, ProvisioningManager } from '@esp-prov/device';
import { isProvisioningError, sec1Client } from '@esp-prov/protocol';
import { VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';

export const answer = (request: Uint8Array): Uint8Array => request.slice().reverse();
export const endpoint: Endpoint = answer;
export function offer(manager: ProvisioningManager): void {
  manager.createEndpoint('custom', answer);
}
export const links: Transport[] = [
  fetchTransport('192.168.4.1'),
  fetchTransport('192.168.4.1', { fetch }),
  httpTransport('192.168.4.1'),
];

export async function talk(inner: Transport): Promise<string> {
  const session = await Session.open(
    wrapTransport(inner, (...call) => inner.exchange(...call)),
    sec1Client({ pop: 'abcd1234' }),
  );
  const reply: Uint8Array = await session.request('custom', new Uint8Array([1, 2, 3]));
  return new TextDecoder().decode(reply);
}

export async function join(): Promise<string | undefined> {
  const transport = new HttpDeviceTransport();
  await using device = new VirtualEsp32({ transport });
  await device.boot();
  try {
    await using provisioner = await Provisioner.connect(httpTransport(transport.address), { pop: 'abcd1234' });
    for await (const step of provisioner.provision({ ssid: 'home', passphrase: 'a long secret' }))
      if (step.kind === 'failed') return step.reason;
  } catch (error) {
    if (isProvisioningError(error, 'link/lost')) return error.code;
    throw error;
  }
  return undefined;
}
