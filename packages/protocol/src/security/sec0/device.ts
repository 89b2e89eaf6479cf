import { decodeMessage, SecSchemeVersion, SessionDataSchema } from '../../messages/index.ts';
import { plainChannel } from '../plain-channel.ts';
import type { DeviceHandshake, DeviceSecurity } from '../security.ts';
import { schemeMismatch } from '../session-message.ts';
import { encodeResponse } from './messages.ts';

/** Security 0 for a device: anybody may send requests, greeting or not. */
export function sec0Device(): DeviceSecurity {
  return { version: 0, patchVersion: 0, hasSessions: false, accept };
}

function accept(): DeviceHandshake {
  return {
    channel: plainChannel,
    respond(request) {
      // The firmware looks at nothing but the number, in every release. esp-idf: sec0_req_handler in security0.c
      const { secVer, proto } = decodeMessage(SessionDataSchema, request);
      if (secVer !== SecSchemeVersion.SEC0) throw schemeMismatch(0, secVer, proto.case);
      return encodeResponse();
    },
  };
}
