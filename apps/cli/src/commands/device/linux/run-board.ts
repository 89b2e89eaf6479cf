import { ProvisioningError } from '@esp-prov/protocol';
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
  throw new ProvisioningError(
    'usage/invalid-option',
    '--linux: Expected --install or --uninstall; running a board is to come',
  );
}
