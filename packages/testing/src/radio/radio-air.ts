import { type Clock, ProvisioningError, untilAborted } from '@esp-prov/protocol';
import type { MemoryPeripheral } from './memory-peripheral.ts';
import type { RadioConditions, RadioFault, RadioOperation } from './radio-fault.ts';

/** What all ends of a memory radio share. */
export class RadioAir implements RadioConditions {
  readonly clock: Clock;
  readonly peripherals: Map<string, MemoryPeripheral> = new Map();
  fault: (operation: RadioOperation) => RadioFault | undefined = () => undefined;
  tellsAttErrors = true;
  pairs = true;
  operations = 0;

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /**
   * Returns the fault of the next operation. A delay is over when this resolves; the others are the operation's own
   * matter.
   */
  async next(
    operation: Omit<RadioOperation, 'number'>,
    signal: AbortSignal,
  ): Promise<Exclude<RadioFault, { delayMs: number }> | undefined> {
    const fault = this.fault({ ...operation, number: ++this.operations });
    if (typeof fault !== 'object' || !('delayMs' in fault)) return fault;
    await this.clock.sleep(fault.delayMs, { signal });
    return undefined;
  }

  /** Returns the error by which a central learns of an ATT error. */
  refusal(attError: number): ProvisioningError {
    const details = this.tellsAttErrors ? { attError } : {};
    return new ProvisioningError('gatt/refused', undefined, { details });
  }
}

/** Rejects with the reason of `signal` once it is aborted. */
export function never(signal: AbortSignal): Promise<never> {
  return untilAborted(new Promise<never>(() => undefined), signal);
}
