import { connect } from 'node:net';
import { formatServiceAddress, type ServiceAddress, softApAddress } from '@esp-prov/client';
import { endpointNames } from '@esp-prov/protocol';

/** Characters that are read of an answer. */
const longestAnswer = 1024;

/**
 * Checks whether a device seems to be at the address of its own access point. The request is one that its server
 * refuses by itself (a GET where it takes a POST): a request for the version would end another client's session. A
 * router or a proxy that has the address does not know the path at all.
 */
export async function probeSoftAp(
  address: ServiceAddress = softApAddress,
  { ms = 1500, signal }: { readonly ms?: number; readonly signal?: AbortSignal } = {},
): Promise<boolean> {
  if (signal?.aborted) return false;
  return await new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    const settle = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', settle);
      socket.destroy();
      resolve(isDevice.test(answer));
    };
    const timer = setTimeout(settle, ms);
    signal?.addEventListener('abort', settle, { once: true });
    const host = formatServiceAddress(address);
    socket.once('connect', () => {
      socket.write(`GET /${endpointNames.version} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    });
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
      // The status stands in its first characters; who sends more without a line is no device.
      if (answer.length > longestAnswer || answer.includes('\n')) settle();
    });
    socket.once('close', settle).once('error', settle);
  });
}

/** The application of a device may serve pages as well, under any path. */
const isDevice = /^HTTP\/1\.[01] (2|3|405)/;
