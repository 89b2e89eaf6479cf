import { formatQrPayload, type QrPayload } from '@esp-prov/protocol';
import type { BoardIdentity } from '../state/board-state.ts';

/** What stands on the label of a board. */
export interface BoardLabel {
  /** Text of its QR code. */
  readonly qr: string;
  /** What a person needs who types it, line by line. */
  readonly lines: readonly string[];
}

/** Returns the label of a board, with its secrets. */
export function boardLabel(identity: BoardIdentity, transport: 'ble' | 'softap'): BoardLabel {
  return { qr: formatQrPayload(payloadOf(identity, transport)), lines: linesOf(identity, transport) };
}

function payloadOf(identity: BoardIdentity, transport: 'ble' | 'softap'): QrPayload {
  const { name, securityVersion: security, username, pop, hotspotPassphrase } = identity;
  return {
    version: 'v1',
    name,
    transport,
    security,
    ...(security === 2 && username !== undefined ? { username } : {}),
    ...(security !== 0 && pop !== undefined ? { pop } : {}),
    ...(transport === 'softap' && hotspotPassphrase !== undefined ? { password: hotspotPassphrase } : {}),
  };
}

function linesOf(identity: BoardIdentity, transport: 'ble' | 'softap'): string[] {
  const { name, securityVersion, username = '', pop = '', hotspotPassphrase } = identity;
  const lines = [`Name: ${name}`];
  if (securityVersion === 1) lines.push(`Proof of possession: ${pop === '' ? '(none)' : pop}`);
  if (securityVersion === 2) lines.push(`User name: ${username}`, `Password: ${pop}`);
  if (transport === 'softap')
    lines.push(`Wi-Fi of the board: ${name}, passphrase: ${hotspotPassphrase ?? '(none, it is open)'}`);
  return lines;
}
