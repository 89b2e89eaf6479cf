import type { ThreadStatus } from '../endpoints/thread-config.ts';
import type { ThreadProvisionStep } from './provision-step.ts';
import { threadWatchCodes, type WaitOptions, type Watched, watchStatus } from './watch-status.ts';

/** Watches a device attach to a Thread network; the last step is `attached` or `failed`. */
export async function* awaitThread(
  source: Watched<ThreadStatus>,
  options: WaitOptions,
): AsyncGenerator<ThreadProvisionStep, void, undefined> {
  const key = ({ state }: ThreadStatus) => state;
  const statuses = watchStatus({ ...source, codes: threadWatchCodes, verdict, key }, options);
  let step = await statuses.next();
  for (; !step.done; step = await statuses.next()) yield { kind: 'status', status: step.value };
  const status = step.value;
  if (status.state === 'attached') yield { kind: 'attached', attachment: status.attachment };
  else yield { kind: 'failed', reason: status.state === 'failed' ? status.reason : 'detached' };
}

function verdict({ state }: ThreadStatus): 'pending' | 'joined' | 'failed' {
  if (state === 'attaching') return 'pending';
  return state === 'attached' ? 'joined' : 'failed';
}
