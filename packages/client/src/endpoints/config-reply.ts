import { decodeMessage, type NetworkConfigPayload, NetworkConfigPayloadSchema } from '@esp-prov/protocol/messages';

/**
 * Returns the payload of an answer of `prov-config`; its status stands inside, unlike in the other endpoints' answers.
 */
export function configReply(reply: Uint8Array): NetworkConfigPayload['payload'] {
  return decodeMessage(NetworkConfigPayloadSchema, reply).payload;
}
