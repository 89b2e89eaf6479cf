import {
  type Bytes,
  type Clock,
  concatBytes,
  decodeUtf8,
  isProvisioningError,
  ProvisioningError,
  withDeadline,
} from '@esp-prov/protocol';
import { readFailure } from './helper-failure.ts';
import type { HelperPlace } from './helper-place.ts';

/** A request to the helper. */
export interface HelperCall {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly body?: Bytes | undefined;
  /** Whether it is sent although the page is being left. */
  readonly keepalive?: boolean | undefined;
}

/** How long a request may take. */
interface CallLimits {
  /** Longest time until the whole answer is there, in ms. */
  readonly ms: number;
  readonly signal?: AbortSignal | undefined;
}

/** What requests are made with. */
export interface HelperLine {
  readonly place: HelperPlace;
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
}

/** Longest answer that is read; a device's has 256 kB at most. */
const maxAnswer = 256 * 1024;

/** An error of the helper with the fact that the link it is about is gone. */
export const lostLinks: WeakSet<Error> = new WeakSet();

/**
 * Makes a request and returns the whole answer.
 *
 * @throws ProvisioningError as the helper reports it, `helper/gone` where it does not answer, `link/timeout`
 */
export async function callHelper(line: HelperLine, { ms, signal, ...call }: HelperCall & CallLimits): Promise<Bytes> {
  const reason = () => new ProvisioningError('link/timeout', 'the helper did not answer in time');
  return await withDeadline({ clock: line.clock, ms, reason, signal }, async (both) => {
    try {
      return await readAll(await openAnswer(line, call, both));
    } catch (cause) {
      both.throwIfAborted();
      if (isProvisioningError(cause)) throw cause;
      throw new ProvisioningError('helper/gone', undefined, { cause });
    }
  });
}

/** Sends a request and returns the answer as it begins. @throws ProvisioningError as the helper reports it */
export async function openAnswer(line: HelperLine, call: HelperCall, signal: AbortSignal): Promise<Response> {
  const { base, token } = line.place;
  const { method, path, body, keepalive = false } = call;
  const response = await line.fetch(`${base}${path}`, {
    method,
    headers: { 'X-Esp-Prov-Token': token },
    ...(body ? { body } : {}),
    redirect: 'error',
    credentials: 'omit',
    cache: 'no-store',
    keepalive,
    signal,
  });
  if (response.ok) return response;
  const { error, lost } = readFailure(parsed(await readAll(response)));
  if (lost) lostLinks.add(error);
  throw error;
}

/** Reads JSON. @throws ProvisioningError `link/protocol` */
export function readJson(bytes: Uint8Array): unknown {
  const value = parsed(bytes);
  if (value === undefined) throw new ProvisioningError('link/protocol', 'the helper answers with no JSON');
  return value;
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(decodeUtf8(bytes) ?? '');
  } catch {
    return undefined;
  }
}

async function readAll(response: Response): Promise<Bytes> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  for (let length = 0; reader; ) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    chunks.push(value);
    if (length <= maxAnswer) continue;
    await reader.cancel().catch(() => undefined);
    throw new ProvisioningError('link/protocol', `the answer is longer than ${maxAnswer} bytes`);
  }
  return concatBytes(...chunks);
}
