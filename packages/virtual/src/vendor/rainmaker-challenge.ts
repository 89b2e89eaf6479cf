import type { Endpoint } from '@esp-prov/device';
import { type Log, ProvisioningError } from '@esp-prov/protocol';
import { decodeMessage, encodeMessage } from '@esp-prov/protocol/messages';
import {
  RmakerChallengeMsgType,
  RmakerChallengePayloadSchema,
  RmakerChallengeStatus,
} from '@esp-prov/protocol/messages/vendor';
import type { RainmakerNode } from './rainmaker-node.ts';

const tag = 'esp_rmaker_chal_resp';

/**
 * Returns the endpoint `ch_resp`: signs what it is sent until it is disabled. It also returns the name of the node without
 * a challenge, which only RainMaker Neo does. esp_rmaker_chal_resp.c
 */
export function rainmakerChallengeEndpoint(node: RainmakerNode, log: Log): Endpoint {
  const { RESP_SIGN, RESP_NODE_ID, RESP_DISABLE, CMD_SIGN, CMD_NODE_ID, CMD_DISABLE } = RmakerChallengeMsgType;
  let isDisabled = false;
  return (request) => {
    log('info', tag, 'Challenge-Response handler invoked');
    if (isDisabled) {
      log('warn', tag, 'Challenge-response is disabled');
      return encodeMessage(RmakerChallengePayloadSchema, { msg: RESP_SIGN, status: RmakerChallengeStatus.DISABLED });
    }
    const { msg, payload } = decodeMessage(RmakerChallengePayloadSchema, request);
    if (msg === CMD_DISABLE) {
      log('info', tag, 'Received Disable Challenge-Response command');
      isDisabled = true;
      return encodeMessage(RmakerChallengePayloadSchema, { msg: RESP_DISABLE });
    }
    if (msg === CMD_NODE_ID) {
      const value = { nodeId: node.id };
      return encodeMessage(RmakerChallengePayloadSchema, { msg: RESP_NODE_ID, payload: { case: 'respNodeId', value } });
    }
    if (msg !== CMD_SIGN) {
      log('error', tag, `Invalid message type received: ${msg}`);
      throw new ProvisioningError('endpoint/refused', `the command ${msg} is none of ch_resp`);
    }
    const challenge = payload.case === 'cmdSign' ? payload.value.challenge : new Uint8Array(0);
    if (challenge.length === 0) {
      log('error', tag, 'Invalid challenge received');
      throw new ProvisioningError('endpoint/refused', 'the challenge is empty');
    }
    log('info', tag, `Challenge payload length: ${challenge.length}`);
    const value = { signature: node.key.sign(challenge), nodeId: node.id };
    return encodeMessage(RmakerChallengePayloadSchema, { msg: RESP_SIGN, payload: { case: 'respSign', value } });
  };
}
