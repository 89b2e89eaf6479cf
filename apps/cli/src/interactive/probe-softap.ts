import { connect } from 'node:net';
import { type ServiceAddress, softApAddress } from '@esp-prov/client';

/**
 * Whether a server listens at the address of a device's own access point. It is only connected to: a request for the
 * version would end another client's session.
 */
export async function probeSoftAp(
  { host, port }: ServiceAddress = softApAddress,
  { ms = 1500, signal }: { readonly ms?: number; readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  if (signal?.aborted) return false;
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (answers: boolean) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      socket.destroy();
      resolve(answers);
    };
    const onAbort = () => settle(false);
    const timer = setTimeout(onAbort, ms);
    signal?.addEventListener('abort', onAbort, { once: true });
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
  });
}
