import { requirePayload } from '../../messages/index.ts';
import { plainChannel } from '../plain-channel.ts';
import type { ClientHandshake, ClientSecurity } from '../security.ts';
import { decodeSchemeMessage, requireHandshakeSuccess } from '../session-message.ts';
import { encodeCommand } from './messages.ts';

/** Returns security 0 for a client: one greeting, then everything in the clear. */
export function sec0Client(): ClientSecurity {
  return { version: 0, handshake };
}

function* handshake(): ClientHandshake {
  const { payload } = decodeSchemeMessage(yield encodeCommand(), 0, 'sec0');
  requireHandshakeSuccess(requirePayload(payload, 'response').status);
  return plainChannel;
}
