import {
  failureCode,
  type JoinEvidence,
  Provisioner,
  type ProvisionStep,
  type UnprovenConsent,
} from '@esp-prov/client';
import { isProvisioningError, ProvisioningError, type SecretReading } from '@esp-prov/protocol';
import { encodeArgument } from '../../../options/encode-argument.ts';
import { givenSecrets } from '../../../reach/device-secrets.ts';
import { openLink } from '../../../reach/open-link.ts';
import { patienceMs } from '../../../reach/patience.ts';
import type { CommandOutput } from '../../../report/output.ts';
import type { BatchDevice } from './batch-list.ts';

/** What is known of a device from earlier runs. */
export type Earlier =
  /** No credentials of ours can be in it. */
  | 'clean'
  /** A run ended while it may have got them. */
  | 'in-doubt'
  /** It failed, and shall try again. */
  | 'failed';

/** What a single run of a device needs and reports. */
export interface DeviceRun {
  readonly signal: AbortSignal;
  readonly earlier: Earlier;
  /** Called, and finished, before the device may get credentials. */
  readonly onApplying: () => void;
  readonly timeoutMs: number;
  /** Called with what is known of a join that failed, before the failure. */
  readonly onEvidence?: ((evidence: JoinEvidence) => void) | undefined;
}

/**
 * Provisions one device without a question. Returns the address that it got, null if it reports none. A device in doubt
 * is asked before it gets credentials, and what it says of the earlier ones is its outcome.
 *
 * @param allowUnproven - told when the device would prove nothing
 * @param onReading - told how the device reads its secret, where that is not the rule
 * @throws ProvisioningError with the reason
 */
export async function provisionDevice(
  device: BatchDevice,
  run: DeviceRun,
  allowUnproven: UnprovenConsent,
  onReading: (reading: SecretReading | undefined) => void = () => undefined,
): Promise<string | null> {
  const { options } = device;
  const { signal, earlier } = run;
  await using link = await openLink(options, { output: silent, signal });
  await using provisioner = await Provisioner.connect(link.source, {
    signal,
    timeoutMs: patienceMs({ ...options, byHand: link.byHand }),
    securityVersion: options.secVer,
    minimumSecurityVersion: options.minSecVer,
    ...givenSecrets(options),
    allowUnproven,
    minimumPatchVersion: options.minSecPatch,
    allowNonceReuse: options.allowNonceReuse,
    shortSalt: options.shortSalt ?? !link.byHand,
    encoding: options.encoding,
    protocolVersion: options.protoVer,
  });
  onReading(provisioner.secretReading);
  const how = { signal, timeoutMs: run.timeoutMs };
  const { network } = device;
  const { state } = earlier === 'clean' ? { state: undefined } : await provisioner.wifiStatus({ signal });
  if (state === 'connected' || (state === 'failed' && earlier === 'in-doubt')) {
    return await follow(provisioner.awaitJoin(how), run);
  }
  if (options.customData !== undefined) {
    await provisioner.send('custom-data', encodeArgument(options.customData, options.encoding), {
      signal,
      allowEcho: options.allowEcho,
    });
  }
  if (state === 'failed') return await follow(provisioner.provisionAgain(network, how), run);
  try {
    return await follow(provisioner.provision(network, how), run);
  } catch (error) {
    // “Connecting” is also said before the first Apply. A device that refuses this one has taken one before.
    if (earlier === 'clean' || !isProvisioningError(error, 'device/apply-refused')) throw error;
    return await follow(provisioner.awaitJoin(how), run);
  }
}

async function follow(
  steps: AsyncIterable<ProvisionStep>,
  { onApplying, onEvidence }: DeviceRun,
): Promise<string | null> {
  for await (const step of steps) {
    if (step.kind === 'applying') onApplying();
    if (step.kind === 'connected') return step.connection.ip4;
    if (step.kind === 'failed') {
      onEvidence?.(step.evidence);
      throw new ProvisioningError(failureCode(step.reason));
    }
  }
  throw new ProvisioningError('wifi/outcome-unknown');
}

/** Prints nothing of the steps of one device among many. */
const silent: CommandOutput = {
  json: false,
  event: () => undefined,
  result: () => undefined,
  useWords: () => undefined,
};
