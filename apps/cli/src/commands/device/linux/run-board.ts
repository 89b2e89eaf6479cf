import { makeOutput } from '../../../report/output.ts';
import { interruptible } from '../../../terminal/interruption.ts';
import type { BoardOptions } from './board-options.ts';

/** Makes this board a device, or does what is done in place of that. */
export async function runBoard(options: BoardOptions): Promise<void> {
  const output = makeOutput({ json: options.json ?? false });
  if (options.install || options.uninstall) {
    const { installBoard, uninstallBoard } = await import('./install/install-board.ts');
    const act = options.install ? installBoard : uninstallBoard;
    return await interruptible((signal) => act(options, output, signal));
  }
  if (options.showLabel) return await (await import('./show-label.ts')).showLabel(options, output);
  if (options.reset || options.erase) {
    const { eraseBoard, resetBoard } = await import('./forget-network.ts');
    const act = options.reset ? resetBoard : eraseBoard;
    return await interruptible((signal) => act(options, output, signal));
  }
  await (await import('./this-board.ts')).beThisBoard(options, output);
}
