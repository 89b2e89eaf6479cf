import { isDBusError, type Variant } from '@esp-prov/dbus';
import type { Daemon } from '../daemon.ts';
import { AttFailure, attErrorOf, attErrors, maxValue } from '../radio/att.ts';
import type { Access, LocalAttribute } from './attribute.ts';

/** The sender of a request, and its link. */
export interface RequestContext {
  /** Object of the central on the peripheral's side. */
  readonly devicePath: string;
  readonly mtu: number;
  readonly encrypted: boolean;
}

/**
 * Answers a read request with as much of the value from `offset` on as a packet holds.
 *
 * @throws AttFailure
 */
export async function serveRead(
  daemon: Daemon,
  attribute: LocalAttribute,
  offset: number,
  context: RequestContext,
): Promise<Uint8Array> {
  requireAccess(attribute.read, attErrors.readNotPermitted, context);
  const [value] = await callProgram(
    daemon,
    attribute,
    { member: 'ReadValue', signature: 'a{sv}', body: [requestOptions(offset, context)] },
    attErrors.readNotPermitted,
  );
  // A program that answers with something else does not support reading.
  if (!(value instanceof Uint8Array)) throw new AttFailure(attErrors.requestNotSupported);
  return value.subarray(0, Math.min(maxValue, context.mtu - 1));
}

/**
 * Answers a write of a whole value, as bluetoothd joins the pieces of a long one.
 *
 * @throws AttFailure
 */
export async function serveWrite(
  daemon: Daemon,
  attribute: LocalAttribute,
  value: Uint8Array,
  offset: number,
  context: RequestContext,
): Promise<void> {
  requireAccess(attribute.write, attErrors.writeNotPermitted, context);
  if (value.length + offset > longestWrite(daemon, value.length, context)) {
    throw new AttFailure(attErrors.invalidLength);
  }
  const options = requestOptions(offset, context);
  const taken = callProgram(
    daemon,
    attribute,
    { member: 'WriteValue', signature: 'aya{sv}', body: [value, options] },
    attErrors.writeNotPermitted,
  );
  if (attribute.answersAtOnce) {
    taken.catch(() => undefined);
    return;
  }
  await taken;
}

/**
 * Returns the longest value that may be written: BlueZ up to 5.68 counts the handle, and the offset of a piece, as part
 * of it.
 */
function longestWrite(daemon: Daemon, length: number, { mtu }: RequestContext): number {
  if (daemon.fullWrites) return maxValue;
  return maxValue - (length <= mtu - 3 ? 2 : 4);
}

function requireAccess(access: Access, notPermitted: number, { encrypted }: RequestContext): void {
  if (access === 'never') throw new AttFailure(notPermitted);
  if (access === 'encrypted' && !encrypted) throw new AttFailure(attErrors.insufficientEncryption);
  // Without a display and keys on both sides no pairing makes a link authenticated.
  if (access === 'authenticated') throw new AttFailure(attErrors.insufficientAuthentication);
}

function requestOptions(offset: number, { devicePath, mtu }: RequestContext): Record<string, Variant> {
  return {
    device: { signature: 'o', value: devicePath },
    ...(offset === 0 ? {} : { offset: { signature: 'q', value: offset } }),
    link: { signature: 's', value: 'LE' },
    mtu: { signature: 'q', value: mtu },
  };
}

async function callProgram(
  daemon: Daemon,
  { owner, path, interface: interfaceName }: LocalAttribute,
  call: { readonly member: string; readonly signature: string; readonly body: readonly unknown[] },
  permission: number,
): Promise<readonly unknown[]> {
  const { requestTimeoutMs } = daemon.delays;
  try {
    // The limit of the request comes first; this one only clears up behind it.
    return await daemon.bus.call(
      { destination: owner, path, interface: interfaceName, ...call },
      { timeoutMs: 2 * requestTimeoutMs, signal: daemon.ended },
    );
  } catch (error) {
    if (!isDBusError(error)) throw error;
    throw new AttFailure(attErrorOf(error, permission));
  }
}
