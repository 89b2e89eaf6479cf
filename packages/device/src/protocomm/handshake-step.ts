import { decodeMessage, Sec1MsgType, Sec2MsgType, SessionDataSchema } from '@esp-prov/protocol/messages';

/** What a handshake message requests: keys (command 0), or access (command 1). */
export type HandshakeStep = 'keys' | 'proof';

/** Returns the step of a message for `prov-session`; undefined for messages that no handshake accepts. */
export function handshakeStep(request: Uint8Array): HandshakeStep | undefined {
  try {
    const { proto } = decodeMessage(SessionDataSchema, request);
    if (proto.case === 'sec1') return step(proto.value.msg, Sec1MsgType.COMMAND0, Sec1MsgType.COMMAND1);
    if (proto.case === 'sec2') return step(proto.value.msg, Sec2MsgType.COMMAND0, Sec2MsgType.COMMAND1);
  } catch {
    // Malformed: the handshake refuses it by the same reading.
  }
  return undefined;
}

function step(msg: number, keys: number, proof: number): HandshakeStep | undefined {
  if (msg === keys) return 'keys';
  return msg === proof ? 'proof' : undefined;
}
