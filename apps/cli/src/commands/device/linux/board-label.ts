import { type BoardIdentity, boardLabel } from '@esp-prov/linux';
import { foreignText, qrPayloadPage } from '@esp-prov/protocol';
import { qrModules, qrScreen } from '../../../report/qr-screen.ts';
import { shellWord } from '../shell-word.ts';
import type { BoardOptions } from './board-options.ts';
import { stateFolder } from './state-folder.ts';

/** What is printed of the label of a board. */
export interface PrintedLabel {
  /** Text of the QR code, and the link to a page that shows it. */
  readonly payload: string;
  readonly url: string;
  /** The label for a screen, drawn. */
  readonly text: string;
}

/** Returns the label of a board, with its secrets; `qr`: with the code drawn. */
export function printedLabel(
  identity: BoardIdentity,
  { transport, qr }: { readonly transport: 'ble' | 'softap'; readonly qr: boolean },
): PrintedLabel {
  const { qr: payload, lines: own } = boardLabel(identity, transport);
  // The state is the service's, whose user may have become somebody else's; the screen is root's.
  const lines = own.map((line) => foreignText(line));
  const code = qr ? [qrScreen(qrModules(payload)), ''] : [];
  return { payload, url: `${qrPayloadPage}${payload}`, text: [...code, ...lines].join('\n') };
}

/** Returns what prints the label of a board again; secrets that were given are not in it. */
export function labelCommand(options: Pick<BoardOptions, 'transport' | 'state' | 'name' | 'security'>): string {
  const { transport, state, name, security } = options;
  const words = [
    ...['esp-prov', 'device', '--linux', '--show-label'],
    ...(transport === 'softap' ? ['--transport', transport] : []),
    ...(state === undefined ? [] : ['--state', stateFolder(options)]),
    ...(name === undefined ? [] : ['--name', name]),
    ...(security === undefined ? [] : ['--security', String(security)]),
  ];
  return words.map((word) => shellWord(word)).join(' ');
}
