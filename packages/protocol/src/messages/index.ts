export { decodeMessage, encodeMessage } from './codec.ts';
export { CustomConfigRequestSchema, CustomConfigResponseSchema } from './generated/custom_config_pb.ts';
export {
  LocalCtrlMsgType,
  type LocalCtrlPayload,
  LocalCtrlPayloadSchema,
  type LocalCtrlProperty,
} from './generated/local_ctrl_pb.ts';
export {
  NetworkConfigMsgType,
  type NetworkConfigPayload,
  NetworkConfigPayloadSchema,
  type RespGetWifiStatus,
  ThreadAttachFailedReason,
  ThreadNetworkState,
  WifiConnectFailedReason,
  WifiStationState,
} from './generated/network_config_pb.ts';
export { NetworkCtrlMsgType, type NetworkCtrlPayload, NetworkCtrlPayloadSchema } from './generated/network_ctrl_pb.ts';
export {
  NetworkScanMsgType,
  type NetworkScanPayload,
  NetworkScanPayloadSchema,
  WifiAuthMode,
  type WifiScanResult,
} from './generated/network_scan_pb.ts';
export {
  RmakerChallengeMsgType,
  type RmakerChallengePayload,
  RmakerChallengePayloadSchema,
  RmakerChallengeStatus,
} from './generated/rmaker_challenge_pb.ts';
export {
  RmakerClaimMsgType,
  type RmakerClaimPayload,
  RmakerClaimPayloadSchema,
  RmakerClaimStatus,
} from './generated/rmaker_claim_pb.ts';
export {
  RmakerDataMsgType,
  type RmakerDataPayload,
  RmakerDataPayloadSchema,
  RmakerDataStatus,
  RmakerDataType,
} from './generated/rmaker_data_pb.ts';
export type { RmakerFragment } from './generated/rmaker_fragment_pb.ts';
export {
  Sec0MsgType,
  Sec1MsgType,
  Sec2MsgType,
  SecSchemeVersion,
  type SessionData,
  SessionDataSchema,
  Status,
} from './generated/session_pb.ts';
export { requirePayload } from './payload.ts';
