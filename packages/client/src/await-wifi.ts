import type { ProvisionStep } from './provision-step.ts';
import { type StatusSource, type WaitOptions, watchStatus, wifiWatchCodes } from './watch-status.ts';
import type { WifiStatus } from './wifi-config.ts';

/** Watches a device join a Wi-Fi network; the last step is `connected` or `failed`. */
export async function* awaitWifi(
  source: Pick<StatusSource<WifiStatus>, 'clock' | 'poll' | 'reopen' | 'hopeless'>,
  options: WaitOptions,
): AsyncGenerator<ProvisionStep, void, undefined> {
  const statuses = watchStatus({ ...source, codes: wifiWatchCodes, verdict, key }, options);
  let step = await statuses.next();
  for (; !step.done; step = await statuses.next()) yield { kind: 'status', status: step.value };
  const status = step.value;
  if (status.state === 'connected') yield { kind: 'connected', connection: status.connection };
  else yield { kind: 'failed', reason: status.state === 'failed' ? status.reason : 'disconnected' };
}

function verdict({ state }: WifiStatus): 'pending' | 'joined' | 'failed' {
  if (state === 'connecting') return 'pending';
  return state === 'connected' ? 'joined' : 'failed';
}

function key(status: WifiStatus): string {
  const detail = status.state === 'connecting' ? status.attemptsRemaining : undefined;
  return `${status.state} ${detail ?? ''}`;
}
