import { type Bytes, endpointNames, isProvisioningError, ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkCtrlMsgType,
  NetworkCtrlPayloadSchema,
  requirePayload,
} from '@esp-prov/protocol/messages';
import { requireSuccess } from './require-success.ts';

/** What a device is told through `prov-ctrl`: forget failed credentials, or take new ones. */
export type ControlCommand = 'reset' | 'reprovision';

/** Kind of network that a device joins. */
export type NetworkKind = 'wifi' | 'thread';

const commands = {
  wifi: {
    reset: [NetworkCtrlMsgType.CMD_CTRL_WIFI_RESET, 'respCtrlWifiReset'],
    reprovision: [NetworkCtrlMsgType.CMD_CTRL_WIFI_REPROV, 'respCtrlWifiReprov'],
  },
  thread: {
    reset: [NetworkCtrlMsgType.CMD_CTRL_THREAD_RESET, 'respCtrlThreadReset'],
    reprovision: [NetworkCtrlMsgType.CMD_CTRL_THREAD_REPROV, 'respCtrlThreadReprov'],
  },
} as const;

/** What a device refuses, and what it would have taken to be granted. */
const refusals = {
  reset: 'reset, which it does only after a failed try to join',
  reprovision: 'take new credentials, which it does only when its service stays up after success',
} as const satisfies Record<ControlCommand, string>;

/** Encodes the request for a command. Espressif's tools leave its empty member out. */
export function encodeControl(kind: NetworkKind, command: ControlCommand): Bytes {
  return encodeMessage(NetworkCtrlPayloadSchema, { msg: commands[kind][command][0] });
}

/**
 * Passes when the device obeyed.
 *
 * @throws ProvisioningError `device/status` where it is not in a state for it: a reset needs a failure before it, a
 *   reprovisioning a service that does not stop by itself
 */
export function decodeControl(reply: Uint8Array, kind: NetworkKind, command: ControlCommand): void {
  const { status, payload } = decodeMessage(NetworkCtrlPayloadSchema, reply);
  requireSuccess(refusals[command], status);
  requirePayload(payload, commands[kind][command][1]);
}

/** Returns what to throw for a control request that failed with `cause`: firmware before v5.1 has no such endpoint. */
export function explainMissingControl(cause: unknown): unknown {
  if (!isProvisioningError(cause, 'endpoint/not-found')) return cause;
  const text = 'the device has no prov-ctrl, so it cannot be reset from here';
  return new ProvisioningError('version/feature-missing', text, {
    cause,
    details: { endpoint: endpointNames.control },
  });
}
