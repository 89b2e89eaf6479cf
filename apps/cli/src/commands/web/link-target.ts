import { formatServiceAddress, parseServiceAddress } from '@esp-prov/client';
import { decodeUtf8, ProvisioningError } from '@esp-prov/protocol';
import type { LinkTarget } from './helper-reach.ts';

/** Characters of the longest text that names a device. */
const longestText = 256;

/**
 * Reads which link a page wants, and what identifies its other end.
 *
 * @throws ProvisioningError `helper/refused`, `link/address-invalid`
 */
export function readTarget(body: Uint8Array): { readonly target: LinkTarget; readonly link: string } {
  const { kind, address, id, path, services } = jsonObject(body);
  if (kind === 'http' && address === undefined) return { target: { kind }, link: 'http' };
  if (kind === 'http' && isText(address)) {
    return { target: { kind, address }, link: `http ${formatServiceAddress(parseServiceAddress(address))}` };
  }
  if (kind === 'ble' && isText(id)) {
    const known = Array.isArray(services) ? services.filter(isText).slice(0, 16) : [];
    return { target: { kind, id, services: known }, link: `ble ${id}` };
  }
  if (kind === 'console' && isText(path)) return { target: { kind, path }, link: `console ${path}` };
  throw unreadable();
}

function jsonObject(body: Uint8Array): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(decodeUtf8(body) ?? '');
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch {
    // Said below, like everything else that is no such object.
  }
  throw unreadable();
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length >= 1 && value.length <= longestText;
}

function unreadable(): ProvisioningError {
  const why = 'a link is opened by JSON with a kind, for example {"kind":"http"}';
  return new ProvisioningError('helper/refused', why, { details: { status: 400 } });
}
