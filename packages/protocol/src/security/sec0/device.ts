import { decodeMessage, SecSchemeVersion, type SessionData, SessionDataSchema } from '../../messages/index.ts';
import { type HandshakeNote, noNote } from '../handshake-note.ts';
import { plainChannel } from '../plain-channel.ts';
import type { DeviceHandshake, DeviceSecurity } from '../security.ts';
import { schemeMismatch } from '../session-message.ts';
import { encodeResponse } from './messages.ts';

/** Returns security 0 for a device: any client may send requests, greeting or not. */
export function sec0Device(): DeviceSecurity {
  return { version: 0, patchVersion: 0, hasSessions: false, accept };
}

function accept(note: HandshakeNote = noNote): DeviceHandshake {
  return {
    channel: plainChannel,
    respond(request) {
      // The firmware looks at nothing but the number, in every release. esp-idf: sec0_req_handler in security0.c
      const { secVer, proto } = decodeNoted(request, note);
      if (secVer !== SecSchemeVersion.SEC0) {
        note('version-mismatch');
        throw schemeMismatch(0, secVer, proto.case);
      }
      return encodeResponse();
    },
  };
}

function decodeNoted(request: Uint8Array, note: HandshakeNote): SessionData {
  try {
    return decodeMessage(SessionDataSchema, request);
  } catch (error) {
    note('unreadable');
    throw error;
  }
}
