import { type Transport, wrapTransport } from '@esp-prov/client';
import { isProvisioningError } from '@esp-prov/protocol';
import type { Output } from '../report/output.ts';

/**
 * Returns `inner` that reports every exchange: endpoint, sizes, time. Contents are left out, since without security they hold the
 * password and with it they tell nothing.
 */
export function tracedTransport(inner: Transport, output: Output): Transport {
  return wrapTransport(inner, async (endpoint, request, options) => {
    const begin = performance.now();
    const tell = (outcome: string) => {
      const ms = Math.round(performance.now() - begin);
      const event = { event: 'exchange', endpoint, request: request.length, outcome, ms };
      output.event(event, `  ${endpoint}: ${request.length} bytes sent, ${outcome} (${ms} ms)`);
    };
    try {
      const answer = await inner.exchange(endpoint, request, options);
      tell(`${answer.length} received`);
      return answer;
    } catch (error) {
      tell(isProvisioningError(error) ? error.code : 'failed');
      throw error;
    }
  });
}
