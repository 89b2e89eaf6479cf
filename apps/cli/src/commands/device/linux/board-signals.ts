import { setMaxListeners } from 'node:events';
import { InterruptedError } from '../../../terminal/interrupted-error.ts';
import { interruptions } from '../../../terminal/interruption.ts';

/** What the signals of the system mean to a board: its end, or that provisioning is to be offered. */
export interface BoardSignals extends Disposable {
  /** Aborted when the board is to end. */
  readonly end: AbortSignal;
  /** Calls `listener` at each demand for provisioning, also at one that came before. */
  onOffer(listener: () => void): void;
}

/** Listens to the signals until it is disposed of. A second one that ends it ends the process at once. */
export function boardSignals(): BoardSignals {
  const ending = new AbortController();
  setMaxListeners(0, ending.signal);
  let isDemanded = false;
  let offer = (): void => {
    isDemanded = true;
  };
  const onEnd = (name: NodeJS.Signals) => {
    // A terminal that ends may say so twice.
    if (ending.signal.aborted && name !== 'SIGHUP') process.exit(130);
    ending.abort(new InterruptedError('Interrupted.'));
  };
  const onDemand = () => offer();
  for (const name of interruptions) process.on(name, onEnd);
  // With a listener, Node does not take this signal for a wish to debug it.
  process.on('SIGUSR1', onDemand);
  return {
    end: ending.signal,
    onOffer(listener) {
      offer = listener;
      if (isDemanded) listener();
    },
    [Symbol.dispose]() {
      for (const name of interruptions) process.off(name, onEnd);
      process.off('SIGUSR1', onDemand);
    },
  };
}
