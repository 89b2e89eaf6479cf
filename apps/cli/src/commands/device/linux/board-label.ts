import { type BoardIdentity, boardLabel } from '@esp-prov/linux';
import { qrPayloadPage } from '@esp-prov/protocol';
import { qrModules, qrScreen } from '../../../report/qr-screen.ts';

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
  const { qr: payload, lines } = boardLabel(identity, transport);
  const code = qr ? [qrScreen(qrModules(payload)), ''] : [];
  return { payload, url: `${qrPayloadPage}${payload}`, text: [...code, ...lines].join('\n') };
}
