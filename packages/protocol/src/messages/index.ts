/**
 * For programs that read and write single messages: the protobuf messages of provisioning, and how they become bytes.
 *
 * @packageDocumentation
 */
export { decodeMessage, encodeMessage } from './codec.ts';
export { CustomConfigRequestSchema, CustomConfigResponseSchema } from './generated/custom_config_pb.ts';
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
  Sec0MsgType,
  Sec1MsgType,
  Sec2MsgType,
  SecSchemeVersion,
  type SessionData,
  SessionDataSchema,
  Status,
} from './generated/session_pb.ts';
export { requirePayload } from './payload.ts';
