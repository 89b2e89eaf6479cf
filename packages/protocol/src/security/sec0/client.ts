import { plainChannel } from '../plain-channel.ts';
import type { ClientHandshake, ClientSecurity } from '../security.ts';
import { decodeSchemeMessage, requireSuccess, unexpectedMessage } from '../session-message.ts';
import { encodeCommand } from './messages.ts';

/** Security 0 for a client: one greeting, then everything in the clear. */
export function sec0Client(): ClientSecurity {
  return { version: 0, handshake };
}

function* handshake(): ClientHandshake {
  const { payload } = decodeSchemeMessage(yield encodeCommand(), 0, 'sec0');
  if (payload.case !== 'response') throw unexpectedMessage('the response', payload.case);
  requireSuccess(payload.value.status);
  return plainChannel;
}
