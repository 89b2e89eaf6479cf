import {
  isProvisioningError,
  otherCode,
  parseQrPayload,
  type QrPayload,
  rainmakerUsername,
  utf8,
} from '@esp-prov/protocol';
import type { ReportEvent } from '../flow/flow-event.ts';
import type { Wanted } from '../flow/flow-state.ts';

/** Longest name of a device in bytes, as browsers take one, and longest secret in characters that are taken from a code. */
const longest = { name: 248, secret: 512 };

/** What a code comes to: what is wanted of a device, or why it is of no use. */
export type CodeReading = Extract<ReportEvent, { kind: 'qr-read' | 'qr-refused' }>;

/** Reads the text of a QR code, as JSON or compact. Whatever it holds, it can do no more than name a device. */
export function readCode(text: string): CodeReading {
  try {
    const payload = parseQrPayload(text);
    return isTooLong(payload) ? refusal(text) : { kind: 'qr-read', wanted: wantedOf(payload) };
  } catch (error) {
    if (!isProvisioningError(error)) throw error;
    return refusal(text);
  }
}

function refusal(text: string): CodeReading {
  const otherKind = otherCode(text);
  if (otherKind === undefined) return { kind: 'qr-refused', problem: 'qr-unknown' };
  return { kind: 'qr-refused', problem: 'qr-of-others', otherKind };
}

function isTooLong({ name, username = '', pop = '', password = '' }: QrPayload): boolean {
  return utf8(name).length > longest.name || [username, pop, password].some(({ length }) => length > longest.secret);
}

/**
 * Every secret is named, also those that the code does not have: what an earlier code said must not go to this device.
 * A secret is a demand; where the code leaves open what it is for, it is one as proof of possession.
 */
function wantedOf({ name, transport, username, pop, password, security, compact }: QrPayload): Partial<Wanted> {
  const isOfSecurity2 = username !== undefined || security === 2;
  const hasSecret = pop !== undefined && pop !== '';
  const likely = { username: compact ? rainmakerUsername : undefined, password: pop ?? '' };
  return {
    namePrefix: name,
    way: transport === 'ble' ? 'bluetooth' : 'softap',
    pop: hasSecret && !isOfSecurity2 ? pop : undefined,
    username,
    password: hasSecret && isOfSecurity2 ? pop : undefined,
    likely: hasSecret && !isOfSecurity2 ? likely : undefined,
    minimumSecurityVersion: security,
    softApPassword: password,
  };
}
