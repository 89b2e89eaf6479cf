import { formatQrPayload, type SecurityVersion } from '@esp-prov/protocol';
import { examplePop, exampleUsername } from '@esp-prov/virtual';
import type { TabTransport } from './tab-link.ts';

/** What the sticker on the device says. */
export interface TabLabel {
  readonly serviceName: string;
  /** User name of security 2. */
  readonly username: string | undefined;
  /** Proof of possession, or password of security 2; undefined where the device has none. */
  readonly pop: string | undefined;
  /** Text of the QR code; undefined for a console, of which no QR code tells. */
  readonly qrText: string | undefined;
}

/** Returns the label of a device that has the secrets of Espressif's example. */
export function tabLabel(name: string, securityVersion: SecurityVersion, transport: TabTransport): TabLabel {
  const pop = securityVersion === 0 ? undefined : examplePop;
  const username = securityVersion === 2 ? exampleUsername : undefined;
  if (transport === 'console') return { serviceName: name, username, pop, qrText: undefined };
  const base = { version: 'v1', name, transport } as const;
  const proof = { ...(username === undefined ? {} : { username }), ...(pop === undefined ? {} : { pop }) };
  // Phones take security 2 for granted, so a device without any has to say so.
  const qrText = formatQrPayload({ ...base, ...proof, ...(pop === undefined ? { security: 0 } : {}) });
  return { serviceName: name, username, pop, qrText };
}
