import type { Endpoint } from '@esp-prov/device';
import { ProvisioningError } from '@esp-prov/protocol';
import type { HookCommand } from '../hooks/event-hook.ts';
import type { Programs } from '../programs/programs.ts';
import { maxEndpointBytes, requireSize } from './endpoint-size.ts';

/** How long a program may take for an answer, in ms: a client waits for it. */
const timeoutMs = 5000;

/** Programs of one endpoint that run at the same time. */
const maxRunning = 4;

/**
 * Returns an endpoint whose requests a program answers, a process for each: it reads the request on its standard input and
 * prints the answer. Another exit code than 0 refuses the request. `ESP_PROV_ENDPOINT` and `ESP_PROV_PEER` say who asks.
 */
export function programEndpoint(
  name: string,
  command: HookCommand,
  { programs }: { readonly programs: Programs },
): Endpoint {
  const [program, ...args] = command;
  let running = 0;
  return async (request, { peer }) => {
    requireSize(name, 'request', request);
    if (running >= maxRunning)
      throw new ProvisioningError('board/program-failed', `${maxRunning} requests of ${name} run already`);
    running += 1;
    try {
      const env = { ESP_PROV_ENDPOINT: name, ESP_PROV_PEER: String(peer) };
      const { stdout } = await programs.run({
        program,
        arguments: args,
        env,
        input: request,
        timeoutMs,
        maxOutput: maxEndpointBytes,
      });
      return stdout;
    } finally {
      running -= 1;
    }
  };
}
