import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Endpoint, RequestContext } from '@esp-prov/device';
import { type Bytes, type Clock, foreignText, ProvisioningError, untilAborted, withDeadline } from '@esp-prov/protocol';
import { requireSize } from './endpoint-size.ts';

/** How long a function may take for an answer, in ms. */
const timeoutMs = 5000;

/**
 * Returns the endpoints of a module of JavaScript: each exported function `(request: Uint8Array, context) => Uint8Array`
 * by its name; or one endpoint `name`, which is its default export or the export of that name.
 *
 * @throws ProvisioningError `board/program-failed` where it cannot be loaded or has no such function
 */
export async function moduleEndpoints(
  path: string,
  { name, clock }: { readonly name?: string | undefined; readonly clock: Clock },
): Promise<Record<string, Endpoint>> {
  const exported = await load(path);
  if (name !== undefined) {
    const handler = exported['default'] ?? exported[name];
    if (typeof handler !== 'function') throw failed(path, `it exports no function, neither default nor ${name}`);
    return { [name]: guarded(name, handler as Handler, clock) };
  }
  const functions = Object.entries(exported).filter(([key, each]) => key !== 'default' && typeof each === 'function');
  if (functions.length === 0) throw failed(path, 'it exports no function under a name');
  return Object.fromEntries(functions.map(([key, each]) => [key, guarded(key, each as Handler, clock)]));
}

/** A function of somebody else's: what it returns may be anything. */
type Handler = (request: Bytes, context: RequestContext) => unknown;

function guarded(name: string, handler: Handler, clock: Clock): Endpoint {
  return async (request, context) => {
    requireSize(name, 'request', request);
    const reason = () =>
      new ProvisioningError('board/program-failed', `the endpoint ${name} did not answer within ${timeoutMs} ms`);
    const answer = await withDeadline({ clock, ms: timeoutMs, reason }, (signal) =>
      untilAborted(Promise.resolve(handler(request, context)), signal),
    );
    if (!(answer instanceof Uint8Array))
      throw new ProvisioningError('board/program-failed', `the endpoint ${name} returned no Uint8Array`);
    requireSize(name, 'answer', answer);
    return Uint8Array.from(answer);
  };
}

async function load(path: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(resolve(path)).href)) as Record<string, unknown>;
  } catch (cause) {
    throw failed(path, foreignText(String(cause)), cause);
  }
}

function failed(path: string, why: string, cause?: unknown): ProvisioningError {
  const text = `the module ${foreignText(path)} cannot be used: ${why}`;
  return new ProvisioningError('board/program-failed', text, {
    ...(cause === undefined ? {} : { cause }),
    details: { path },
  });
}
