import { type WorkerPower, workerPower } from '@esp-prov/client/web';
import type { Clock } from '@esp-prov/protocol';
import type { FlowWorld } from './flow-world.ts';

/** Returns how powers are computed in a worker, which starts with the first one; undefined where that is not loaded. */
export async function loadPowers(
  { loadPowerWorker }: Pick<FlowWorld, 'loadPowerWorker'>,
  clock: Clock,
): Promise<WorkerPower | undefined> {
  const start = await loadPowerWorker?.().catch(() => undefined);
  return start && workerPower(start, { clock });
}
