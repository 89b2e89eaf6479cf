import { isProvisioningError, ProvisioningError } from '../errors/provisioning-error.ts';
import { decodeMessage, type SessionData, SessionDataSchema, Status } from '../messages/index.ts';
import { espErrors, type HandshakeNote } from './handshake-note.ts';
import type { SecurityVersion } from './security.ts';

/** The oneof member of `SessionData` that belongs to each scheme. */
type SchemeMember = Exclude<SessionData['proto']['case'], undefined>;
type SchemePayload<M extends SchemeMember> = Extract<SessionData['proto'], { case: M }>['value'];

/**
 * Decodes the part of a handshake message that belongs to one scheme.
 *
 * @throws ProvisioningError `message/malformed`, or `session/scheme-mismatch` when number or member is another scheme's
 */
export function decodeSchemeMessage<M extends SchemeMember>(
  bytes: Uint8Array,
  version: SecurityVersion,
  member: M,
): SchemePayload<M> {
  const { secVer, proto } = decodeMessage(SessionDataSchema, bytes);
  if (secVer !== version || proto.case !== member) throw schemeMismatch(version, secVer, proto.case);
  return proto.value as SchemePayload<M>;
}

/**
 * Runs a device's half on the part of a request that belongs to its scheme, and notes why it ends where it fails.
 *
 * @throws ProvisioningError what `decodeSchemeMessage` and `answer` throw
 */
export function answerSchemeMessage<M extends SchemeMember, T>(
  request: Uint8Array,
  { version, member, note }: { readonly version: SecurityVersion; readonly member: M; readonly note: HandshakeNote },
  answer: (payload: SchemePayload<M>) => T,
): T {
  const message = noteMisfit(note, () => decodeSchemeMessage(request, version, member));
  try {
    return answer(message);
  } catch (error) {
    note('setup-error', setupError(error));
    throw error;
  }
}

function noteMisfit<T>(note: HandshakeNote, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!isProvisioningError(error, 'session/scheme-mismatch')) note('unreadable');
    else note(error.details['received'] === error.details['expected'] ? 'scheme-mismatch' : 'version-mismatch');
    throw error;
  }
}

/** Errors of requests that firmware ends with ESP_FAIL, though it ends others of their kind with ESP_ERR_INVALID_ARG. */
const plainFailures = new WeakSet<ProvisioningError>();

/** Returns the error for a proof of another length than the scheme wants; no event reports it. */
export function wrongProofLength(length: number, expected: number): ProvisioningError {
  const error = new ProvisioningError('message/unexpected', `the proof of the client has ${length} bytes`, {
    details: { length, expected },
  });
  plainFailures.add(error);
  return error;
}

/** Returns the number that firmware gives a failed step. */
function setupError(error: unknown): number {
  if (isProvisioningError(error) && plainFailures.has(error)) return espErrors.fail;
  if (isProvisioningError(error, 'session/invalid-state')) return espErrors.invalidState;
  const invalid =
    isProvisioningError(error, 'session/invalid-parameters') || isProvisioningError(error, 'message/unexpected');
  return invalid ? espErrors.invalidArgument : espErrors.fail;
}

/** Returns the error for a handshake message of another scheme than the expected one. */
export function schemeMismatch(
  expected: SecurityVersion,
  received: number,
  member: string | undefined,
): ProvisioningError {
  return new ProvisioningError(
    'session/scheme-mismatch',
    `expected a message of security ${expected}, received one of security ${received} that carries ${member ?? 'nothing'}`,
    { details: { expected, received } },
  );
}

/** Returns the error for a handshake message whose number is not a command's. */
export function unknownCommand(msg: number): ProvisioningError {
  return new ProvisioningError('message/unexpected', `the handshake has no command ${msg}`, { details: { msg } });
}

/**
 * Passes when a handshake response reports success.
 *
 * @throws ProvisioningError `device/status` otherwise
 */
export function requireHandshakeSuccess(status: number): void {
  if (status === Status.SUCCESS) return;
  throw new ProvisioningError('device/status', `the device answered the handshake with status ${statusName(status)}`, {
    details: { status },
  });
}

/** Returns the name of a status number, or the number itself where it has none. */
export function statusName(status: number): string {
  const found = Object.entries(Status).find(([, value]) => value === status);
  return found ? `${status} (${found[0]})` : String(status);
}

/**
 * Passes when `bytes` have the length that the scheme wants.
 *
 * @throws ProvisioningError `session/invalid-parameters` otherwise
 */
export function requireLength(bytes: Uint8Array, length: number, what: string): void {
  if (bytes.length === length) return;
  throw new ProvisioningError('session/invalid-parameters', `${what} has ${bytes.length} bytes, not ${length}`, {
    details: { length: bytes.length, expected: length },
  });
}

/**
 * Passes when a handshake may begin.
 *
 * @param begun - what an earlier handshake left behind
 * @throws ProvisioningError `session/invalid-state` when one has begun and the release does not start over
 */
export function requireRestartable(restarts: boolean, begun: unknown): void {
  if (restarts || begun === undefined) return;
  throw new ProvisioningError('session/invalid-state', 'this session has already begun a handshake');
}
