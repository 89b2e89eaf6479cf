import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage, requirePayload } from '@esp-prov/protocol/messages';
import {
  RmakerChallengeMsgType,
  type RmakerChallengePayload,
  RmakerChallengePayloadSchema,
  RmakerChallengeStatus,
} from '@esp-prov/protocol/messages/vendor';
import type { CallOptions } from '../transport/transport.ts';
import type { VendorSession } from './vendor-session.ts';
import { requireAnswerTo, requireVendorSuccess } from './vendor-status.ts';

/** Answer of a RainMaker node to a challenge. */
export interface RmakerSignature {
  /** Name under which the cloud knows the node. It is text of the device: bound and clean it before it is printed. */
  readonly nodeId: string;
  /** Over the SHA-256 of the challenge, by the key of the certificate of the node: ECDSA in DER, or RSA-PSS. */
  readonly signature: Bytes;
}

/** Endpoint at which a RainMaker node proves to its cloud, through the app, which node it is. */
export const rmakerChallengeEndpoint = 'ch_resp';

/** Characters of the longest name of a node; firmware has room for 63. */
const longestNodeId = 64;

/**
 * Has a RainMaker node sign a challenge, which the cloud gave to the app.
 *
 * @throws ProvisioningError `device/status`, also of a node in which this was disabled
 */
export async function signRmakerChallenge(
  session: VendorSession,
  challenge: Uint8Array,
  options: CallOptions = {},
): Promise<RmakerSignature> {
  if (challenge.length === 0) {
    throw new ProvisioningError('endpoint/request-size', 'Expected a challenge of at least one byte');
  }
  const payload = await exchange(session, options, {
    msg: RmakerChallengeMsgType.CMD_SIGN,
    payload: { case: 'cmdSign', value: { challenge: Uint8Array.from(challenge) } },
  });
  const { signature, nodeId } = requirePayload(payload, 'respSign');
  if (signature.length === 0) throw unexpected('the signature is empty');
  return { nodeId: checkedNodeId(nodeId), signature: Uint8Array.from(signature) };
}

/**
 * Returns the name of a RainMaker node without a challenge, which only RainMaker Neo allows.
 *
 * @throws ProvisioningError `endpoint/refused` by firmware that does not
 */
export async function readRmakerNodeId(session: VendorSession, options: CallOptions = {}): Promise<string> {
  const payload = await exchange(session, options, {
    msg: RmakerChallengeMsgType.CMD_NODE_ID,
    payload: { case: 'cmdNodeId', value: {} },
  });
  return checkedNodeId(requirePayload(payload, 'respNodeId').nodeId);
}

/** Disables the challenges of a RainMaker node: until it restarts, or with RainMaker Neo until it is reset to factory. */
export async function disableRmakerChallenge(session: VendorSession, options: CallOptions = {}): Promise<void> {
  await exchange(session, options, {
    msg: RmakerChallengeMsgType.CMD_DISABLE,
    payload: { case: 'cmdDisable', value: {} },
  });
}

/** What a request says, as the encoder takes it. */
type Command = Parameters<typeof encodeMessage<typeof RmakerChallengePayloadSchema>>[1] & { readonly msg: number };

async function exchange(
  session: VendorSession,
  options: CallOptions,
  command: Command,
): Promise<RmakerChallengePayload['payload']> {
  const endpoint = rmakerChallengeEndpoint;
  const request = encodeMessage(RmakerChallengePayloadSchema, command);
  const answer = decodeMessage(RmakerChallengePayloadSchema, await session.request(endpoint, request, options));
  // A node in which it is disabled answers every command with the number of a signature.
  requireVendorSuccess(endpoint, RmakerChallengeStatus, answer.status);
  requireAnswerTo(endpoint, command.msg, answer.msg);
  return answer.payload;
}

function checkedNodeId(nodeId: string): string {
  if (nodeId.length > 0 && nodeId.length <= longestNodeId) return nodeId;
  throw unexpected(`the name of the node has ${nodeId.length} characters`);
}

function unexpected(why: string): ProvisioningError {
  return new ProvisioningError('message/unexpected', `${rmakerChallengeEndpoint}: ${why}`);
}
