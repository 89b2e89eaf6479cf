import { InterruptedError } from './interrupted-error.ts';

/** Thrown when the user pressed Esc: back to the question before; where there is none, the run ends. */
export class WentBackError extends InterruptedError {
  constructor() {
    super('Interrupted.');
  }
}

/** Asks something and returns the answer; undefined when the user wants back to the question before. */
export async function orBack<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof WentBackError) return undefined;
    throw error;
  }
}
