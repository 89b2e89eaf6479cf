import { type LiveList, liveList } from '../terminal/live-list.ts';
import { isPlain } from '../terminal/prompts.ts';
import type { Output } from './output.ts';

/** How long something has to last before its seconds are counted, in ms. */
const quietMs = 1500;

/** Where a task runs. */
export interface TaskPlace {
  readonly output: Output;
  /** Whether a person carries the messages: then the task asks questions, over which nothing may be drawn. */
  readonly byHand: boolean;
}

/** Counts the seconds of a task on a terminal, in a line that is gone at the end; `clear` takes it away for another line. */
export async function withElapsed<T>(
  doing: string,
  { output, byHand }: TaskPlace,
  task: (clear: () => void) => Promise<T>,
): Promise<T> {
  const list: LiveList = liveList(process.stderr, { shown: !output.json && !byHand && !isPlain() });
  const begun = performance.now();
  const draw = () => {
    const ms = performance.now() - begun;
    if (ms >= quietMs) list.show([`  … ${doing} for ${Math.floor(ms / 1000)} s`]);
  };
  const timer = list.live ? setInterval(draw, 500) : undefined;
  try {
    return await task(() => list.clear());
  } finally {
    clearInterval(timer);
    list.clear();
  }
}
