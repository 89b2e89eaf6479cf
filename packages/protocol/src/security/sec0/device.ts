import { decodeMessage, SecSchemeVersion, SessionDataSchema } from '../../messages/index.ts';
import { plainChannel } from '../plain-channel.ts';
import type { DeviceHandshake, DeviceSecurity } from '../security.ts';
import { schemeMismatch, unknownCommand } from '../session-message.ts';
import { encodeResponse } from './messages.ts';

/** Security 0 for a device: anybody may send requests, greeting or not. */
export function sec0Device(): DeviceSecurity {
  return { version: 0, patchVersion: 0, hasSessions: false, accept };
}

function accept(): DeviceHandshake {
  return {
    channel: plainChannel,
    respond(request) {
      const { secVer, proto } = decodeMessage(SessionDataSchema, request);
      // A greeting may lack its member, as the firmware does not look; what plainly is another message is refused.
      if (secVer !== SecSchemeVersion.SEC0 || (proto.case !== undefined && proto.case !== 'sec0')) {
        throw schemeMismatch(0, secVer, proto.case);
      }
      if (proto.value?.payload.case === 'response') throw unknownCommand(proto.value.msg);
      return encodeResponse();
    },
  };
}
