import type { Bytes } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  NetworkCtrlMsgType,
  NetworkCtrlPayloadSchema,
  NetworkScanMsgType,
  NetworkScanPayloadSchema,
  Status,
} from '@esp-prov/protocol/messages';
import type { HandlerSettings } from './handler-settings.ts';

// A Wi-Fi build of network_provisioning knows the Thread commands and answers most of them with InvalidArgument.
// idf-extra-components: network_provisioning/src/network_{config,scan,ctrl}.c

const status = Status.INVALID_ARGUMENT;

type ThreadSettings = Pick<HandlerSettings, 'answersThread' | 'requiresMembers'>;

/**
 * Returns the answer of `prov-config` to a Thread command with `member`; undefined for other commands, and where it
 * refuses.
 */
export function refuseThreadConfig(
  msg: number,
  member: string | undefined,
  { answersThread, requiresMembers }: ThreadSettings,
): Bytes | undefined {
  if (!answersThread) return undefined;
  switch (msg) {
    case NetworkConfigMsgType.CMD_GET_THREAD_STATUS:
      return config(NetworkConfigMsgType.RESP_GET_THREAD_STATUS, { case: 'respGetThreadStatus', value: { status } });
    case NetworkConfigMsgType.CMD_SET_THREAD_CONFIG:
      if (requiresMembers && member !== 'cmdSetThreadConfig') return undefined;
      return config(NetworkConfigMsgType.RESP_SET_THREAD_CONFIG, { case: 'respSetThreadConfig', value: { status } });
    case NetworkConfigMsgType.CMD_APPLY_THREAD_CONFIG:
      return config(NetworkConfigMsgType.RESP_APPLY_THREAD_CONFIG, {
        case: 'respApplyThreadConfig',
        value: { status },
      });
    default:
      return undefined;
  }
}

/**
 * Returns the answer of `prov-scan` to a Thread command with `member`; undefined for others, and for results, which it
 * refuses.
 */
export function refuseThreadScan(
  msg: number,
  member: string | undefined,
  { answersThread, requiresMembers }: ThreadSettings,
): Bytes | undefined {
  if (!answersThread) return undefined;
  switch (msg) {
    case NetworkScanMsgType.CMD_SCAN_THREAD_START:
      if (requiresMembers && member !== 'cmdScanThreadStart') return undefined;
      return scan(NetworkScanMsgType.RESP_SCAN_THREAD_START, { case: 'respScanThreadStart', value: {} });
    case NetworkScanMsgType.CMD_SCAN_THREAD_STATUS:
      return scan(NetworkScanMsgType.RESP_SCAN_THREAD_STATUS, { case: 'respScanThreadStatus', value: {} });
    default:
      return undefined;
  }
}

/** Returns the answer of `prov-ctrl` to a Thread command; undefined for other commands. */
export function refuseThreadControl(msg: number): Bytes | undefined {
  switch (msg) {
    case NetworkCtrlMsgType.CMD_CTRL_THREAD_RESET:
      return control(NetworkCtrlMsgType.RESP_CTRL_THREAD_RESET, { case: 'respCtrlThreadReset', value: {} });
    case NetworkCtrlMsgType.CMD_CTRL_THREAD_REPROV:
      return control(NetworkCtrlMsgType.RESP_CTRL_THREAD_REPROV, { case: 'respCtrlThreadReprov', value: {} });
    default:
      return undefined;
  }
}

type Payload<S extends Parameters<typeof encodeMessage>[0]> = NonNullable<
  Extract<Parameters<typeof encodeMessage<S>>[1], { payload?: unknown }>['payload']
>;

function config(msg: NetworkConfigMsgType, payload: Payload<typeof NetworkConfigPayloadSchema>): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, { msg, payload });
}

function scan(msg: NetworkScanMsgType, payload: Payload<typeof NetworkScanPayloadSchema>): Bytes {
  return encodeMessage(NetworkScanPayloadSchema, { msg, status, payload });
}

function control(msg: NetworkCtrlMsgType, payload: Payload<typeof NetworkCtrlPayloadSchema>): Bytes {
  return encodeMessage(NetworkCtrlPayloadSchema, { msg, status, payload });
}
