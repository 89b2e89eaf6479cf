import { InterruptedError } from './interrupted-error.ts';
import { questionCount } from './question-count.ts';

/** Thrown when the user pressed Esc: back to the question before; where there is none, the run ends. */
export class WentBackError extends InterruptedError {
  constructor() {
    super('Interrupted.');
  }
}

/** Asks something and returns the answer; undefined when the user wants back to the question before, which is to be asked again. */
export async function orBack<T>(ask: () => Promise<T>): Promise<T | undefined> {
  const { answered } = questionCount;
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof WentBackError)) throw error;
    questionCount.returnTo(answered - 1);
    return undefined;
  }
}
