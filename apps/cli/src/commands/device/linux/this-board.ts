import type { Output } from '../../../report/output.ts';
import { beBoard } from './be-board.ts';
import type { BoardOptions } from './board-options.ts';
import { boardSignals } from './board-signals.ts';
import { thisWorld } from './this-world.ts';

/** Makes this machine a device until it is switched off. */
export async function beThisBoard(options: BoardOptions, output: Output): Promise<void> {
  using signals = boardSignals();
  await beBoard(options, { output, signals, world: thisWorld() });
}
