import type { WifiStatus } from '../endpoints/wifi-config.ts';
import type { JoinEvidence } from './join-evidence.ts';
import type { JoinFailure } from './join-findings.ts';
import type { ProvisionStep } from './provision-step.ts';
import { type WaitOptions, type Watched, watchStatus, wifiWatchCodes } from './watch-status.ts';

/** Watches a device join a Wi-Fi network; the last step is `connected` or `failed`. */
export async function* awaitWifi(
  source: Watched<WifiStatus> & { readonly evidence: (reason: JoinFailure) => JoinEvidence },
  options: WaitOptions,
): AsyncGenerator<ProvisionStep, void, undefined> {
  const statuses = watchStatus({ ...source, codes: wifiWatchCodes, counts, verdict, key }, options);
  let step = await statuses.next();
  for (; !step.done; step = await statuses.next()) yield { kind: 'status', status: step.value };
  const status = step.value;
  if (status.state === 'connected') yield { kind: 'connected', connection: status.connection };
  else {
    const reason = status.state === 'failed' ? status.reason : 'disconnected';
    yield { kind: 'failed', reason, evidence: source.evidence(reason) };
  }
}

function verdict({ state }: WifiStatus): 'pending' | 'joined' | 'failed' {
  if (state === 'connecting') return 'pending';
  return state === 'connected' ? 'joined' : 'failed';
}

function counts(status: WifiStatus): boolean {
  return status.state === 'connecting' && status.attemptsRemaining !== undefined;
}

function key(status: WifiStatus): string {
  const detail = status.state === 'connecting' ? status.attemptsRemaining : undefined;
  return `${status.state} ${detail ?? ''}`;
}
