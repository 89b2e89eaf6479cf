/**
 * For programs that read and write single messages of vendors: those of ESP RainMaker and of ESP-IDF's local control.
 *
 * @packageDocumentation
 */
export {
  LocalCtrlMsgType,
  type LocalCtrlPayload,
  LocalCtrlPayloadSchema,
  type LocalCtrlProperty,
} from '../generated/local_ctrl_pb.ts';
export {
  RmakerChallengeMsgType,
  type RmakerChallengePayload,
  RmakerChallengePayloadSchema,
  RmakerChallengeStatus,
} from '../generated/rmaker_challenge_pb.ts';
export {
  RmakerClaimMsgType,
  type RmakerClaimPayload,
  RmakerClaimPayloadSchema,
  RmakerClaimStatus,
} from '../generated/rmaker_claim_pb.ts';
export {
  RmakerDataMsgType,
  type RmakerDataPayload,
  RmakerDataPayloadSchema,
  RmakerDataStatus,
  RmakerDataType,
} from '../generated/rmaker_data_pb.ts';
export type { RmakerFragment } from '../generated/rmaker_fragment_pb.ts';
