import type { ErrorCode } from '@esp-prov/protocol';
import type { ProvisionStep, ThreadProvisionStep } from './provision-step.ts';

type WifiReason = Extract<ProvisionStep, { readonly kind: 'failed' }>['reason'];
type ThreadReason = Extract<ThreadProvisionStep, { readonly kind: 'failed' }>['reason'];

const wifiCodes: Readonly<Record<WifiReason, ErrorCode>> = {
  'auth-error': 'wifi/auth-error',
  'network-not-found': 'wifi/network-not-found',
  disconnected: 'wifi/disconnected',
  unknown: 'wifi/connection-failed',
};

const threadCodes: Readonly<Record<ThreadReason, ErrorCode>> = {
  'dataset-invalid': 'thread/invalid-dataset',
  'network-not-found': 'thread/network-not-found',
  detached: 'thread/attach-failed',
  unknown: 'thread/attach-failed',
};

/**
 * Returns the error code that stands for the reason of a step `failed`, whose meaning and remedy are in the table of errors.
 *
 * @example
 * for await (const step of provisioner.provision(network)) {
 *   if (step.kind === 'failed') throw new ProvisioningError(failureCode(step.reason));
 * }
 */
export function failureCode(reason: WifiReason, network?: 'wifi'): ErrorCode;
export function failureCode(reason: ThreadReason, network: 'thread'): ErrorCode;
export function failureCode(reason: WifiReason | ThreadReason, network: 'wifi' | 'thread' = 'wifi'): ErrorCode {
  return network === 'thread' ? threadCodes[reason as ThreadReason] : wifiCodes[reason as WifiReason];
}
