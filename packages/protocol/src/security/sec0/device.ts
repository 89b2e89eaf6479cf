import { requirePayload } from '../../messages/index.ts';
import { plainChannel } from '../plain-channel.ts';
import type { DeviceHandshake, DeviceSecurity } from '../security.ts';
import { decodeSchemeMessage } from '../session-message.ts';
import { encodeResponse } from './messages.ts';

/** Security 0 for a device: anybody may send requests, greeting or not. */
export function sec0Device(): DeviceSecurity {
  return { version: 0, patchVersion: 0, hasSessions: false, accept };
}

function accept(): DeviceHandshake {
  return {
    channel: plainChannel,
    respond(request) {
      const { payload } = decodeSchemeMessage(request, 0, 'sec0');
      requirePayload(payload, 'command');
      return encodeResponse();
    },
  };
}
