import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { askHex } from './ask-hex.ts';
import { consoleCommand, maxConsoleLine, smallestConsoleRoom } from './console-command.ts';
import type { Dialogue } from './dialogue.ts';

/** Every client that is used by hand has this session; a new number would have to be typed for nothing. */
const session = 0;

/**
 * Returns a transport over the console of a device, with somebody in between who copies the commands to it and pastes
 * its answers, in the words of esp_prov: `Client->Device msg :` and `Enter device->client msg :`.
 */
export function manualConsoleTransport(dialogue: Dialogue): Transport {
  let closed = false;
  return {
    kind: 'console',
    maxRequest: smallestConsoleRoom(session, maxConsoleLine),
    endpoints: undefined,
    async exchange(endpoint: string, request: Bytes, options: CallOptions = {}) {
      const command = consoleCommand(endpoint, session, request, maxConsoleLine);
      if (closed) throw new ProvisioningError('link/closed');
      options.signal?.throwIfAborted();
      dialogue.tell(`Client->Device msg : ${command}`);
      return await askHex(dialogue, 'Enter device->client msg : ', options);
    },
    async [Symbol.asyncDispose]() {
      closed = true;
    },
  };
}
