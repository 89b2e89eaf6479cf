import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import {
  encodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  requirePayload,
  ThreadAttachFailedReason,
  ThreadNetworkState,
} from '@esp-prov/protocol/messages';
import { configReply } from './config-reply.ts';
import { requireApplied, requireSuccess } from './require-success.ts';

/** A Thread network that a device is attached to. */
export interface ThreadAttachment {
  readonly panId: number;
  /** Eight bytes. */
  readonly extendedPanId: Bytes;
  readonly channel: number;
  readonly name: string;
}

/** Why a device could not attach. */
export type ThreadFailure = 'dataset-invalid' | 'network-not-found' | 'unknown';

/** The state of a device's Thread radio. */
export type ThreadStatus =
  | { readonly state: 'attaching' }
  | { readonly state: 'attached'; readonly attachment: ThreadAttachment }
  | { readonly state: 'detached' }
  | { readonly state: 'failed'; readonly reason: ThreadFailure };

/** Longest operational dataset in bytes. */
const maxDataset = 254;

/**
 * Encodes the request that hands over a Thread operational dataset.
 *
 * @param dataset - TLVs, 1 to 254 bytes
 * @throws ProvisioningError `thread/invalid-dataset` for other lengths
 */
export function encodeSetThreadConfig(dataset: Uint8Array): Bytes {
  if (dataset.length === 0 || dataset.length > maxDataset) {
    throw new ProvisioningError('thread/invalid-dataset', `the dataset has ${dataset.length} bytes`, {
      details: { length: dataset.length },
    });
  }
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_SET_THREAD_CONFIG,
    payload: { case: 'cmdSetThreadConfig', value: { dataset: Uint8Array.from(dataset) } },
  });
}

/** Encodes the request that makes the device store the dataset and attach. */
export function encodeApplyThreadConfig(): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, { msg: NetworkConfigMsgType.CMD_APPLY_THREAD_CONFIG });
}

/** Encodes the request for the state of the radio. Its empty member is sent, as Espressif's tool does. */
export function encodeGetThreadStatus(): Bytes {
  return encodeMessage(NetworkConfigPayloadSchema, {
    msg: NetworkConfigMsgType.CMD_GET_THREAD_STATUS,
    payload: { case: 'cmdGetThreadStatus', value: {} },
  });
}

/** Passes when the device took the dataset. */
export function decodeSetThreadConfig(reply: Uint8Array): void {
  requireSuccess('set the Thread dataset', requirePayload(configReply(reply), 'respSetThreadConfig').status);
}

/** Passes when the device applied the dataset. */
export function decodeApplyThreadConfig(reply: Uint8Array): void {
  requireApplied(requirePayload(configReply(reply), 'respApplyThreadConfig').status);
}

/** Decodes the state of the radio. A missing network is a value here, not an error. */
export function decodeThreadStatus(reply: Uint8Array): ThreadStatus {
  const { status, threadState, state } = requirePayload(configReply(reply), 'respGetThreadStatus');
  requireSuccess('tell its Thread status', status);
  switch (threadState) {
    case ThreadNetworkState.ATTACHING:
      return { state: 'attaching' };
    case ThreadNetworkState.DETACHED:
      return { state: 'detached' };
    case ThreadNetworkState.ATTACHING_FAILED:
      return { state: 'failed', reason: failure(state.case === 'failReason' ? state.value : undefined) };
    case ThreadNetworkState.ATTACHED: {
      if (state.case !== 'attached') throw new ProvisioningError('message/unexpected', 'attached, without details');
      const { panId, extPanId, channel, name } = state.value;
      return { state: 'attached', attachment: { panId, extendedPanId: Uint8Array.from(extPanId), channel, name } };
    }
    default:
      throw new ProvisioningError('message/unexpected', `the Thread radio has the unknown state ${threadState}`);
  }
}

function failure(reason: number | undefined): ThreadFailure {
  if (reason === ThreadAttachFailedReason.DATASET_INVALID) return 'dataset-invalid';
  if (reason === ThreadAttachFailedReason.NETWORK_NOT_FOUND) return 'network-not-found';
  return 'unknown';
}
