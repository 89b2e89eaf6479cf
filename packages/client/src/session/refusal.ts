import { type Bytes, isProvisioningError } from '@esp-prov/protocol';
import type { CallOptions, Transport } from '../transport/transport.ts';
import { transportTraits } from '../transport/transport-traits.ts';
import type { Session } from './session.ts';

/** A request that does no harm, and that every device answers which has its endpoint. */
export interface Question extends CallOptions {
  readonly endpoint: string;
  readonly question: Uint8Array;
}

/** Whether a failure says for certain that the device has no such endpoint, or refuses what it was sent. */
export function isCertainRefusal(error: unknown, kind: Transport['kind']): boolean {
  if (isProvisioningError(error, 'endpoint/not-found')) return true;
  return isProvisioningError(error, 'endpoint/refused') && transportTraits[kind].refusalIsCertain;
}

/** Whether a failure can be the device's own refusal of what it was sent; some devices drop the link with it. */
export function mayBeRefusal(error: unknown, kind: Transport['kind']): boolean {
  if (isCertainRefusal(error, kind)) return true;
  return transportTraits[kind].dropIsRefusal && isProvisioningError(error, 'link/lost') && error.details.sent !== false;
}

/** Whether a device refuses a question. @throws what is no refusal and no answer either */
export async function refuses(
  session: Session,
  kind: Transport['kind'],
  { endpoint, question, signal }: Question,
): Promise<boolean> {
  let reply: Bytes | undefined;
  try {
    reply = await session.request(endpoint, question, { signal });
  } catch (error) {
    signal?.throwIfAborted();
    if (!mayBeRefusal(error, kind)) throw error;
  }
  return reply === undefined;
}
