import { demandedIdentity, readBoardIdentity } from '@esp-prov/linux';
import { ProvisioningError, systemRandom } from '@esp-prov/protocol';
import type { Output } from '../../../report/output.ts';
import { printedLabel } from './board-label.ts';
import type { BoardOptions } from './board-options.ts';
import { identityDemands } from './linux-device-options.ts';
import { stateFolder } from './state-folder.ts';

/**
 * Prints the label of this board; also while it runs.
 *
 * @throws ProvisioningError `host/file-unusable` before its first start, `board/state-damaged`
 */
export async function showLabel(options: BoardOptions, output: Output): Promise<void> {
  const folder = stateFolder(options);
  const own = await readBoardIdentity(folder);
  if (!own) {
    const why = `${folder} holds no identity of a board: the board gets one at its first start`;
    throw new ProvisioningError('host/file-unusable', why, { details: { path: folder } });
  }
  const identity = demandedIdentity(own, identityDemands(options), systemRandom);
  const transport = options.transport === 'softap' ? 'softap' : 'ble';
  const { payload, url, text } = printedLabel(identity, { transport, qr: options.qr });
  output.result({ result: 'label', name: identity.name, payload, url }, text, { raw: true });
}
