import { ProvisioningError } from '@esp-prov/protocol';
import { softApAddress } from './service-address.ts';

/** What the resolvers of Node and of its `fetch` report, and what it means. */
const reasons: Readonly<Record<string, string>> = {
  ENOTFOUND: 'no such name is known',
  EAI_AGAIN: 'the name server does not answer',
};

/** Returns the error for a host whose name does not resolve; undefined for other failures. */
export function unknownHost(cause: unknown, host: string, endpoint: string): ProvisioningError | undefined {
  const code = errorCode(cause);
  const why = reasons[code];
  if (!why) return undefined;
  // Users who mix these up know the name of the access point, but not that an address is needed.
  const hint = `over SoftAP a service is named by its address, ${softApAddress.host}, and not by its access point`;
  return new ProvisioningError('link/unreachable', `the name ${host} does not resolve: ${why} (${code}); ${hint}`, {
    cause,
    details: { endpoint, host, cause: code },
  });
}

/** Returns the code of a failure of Node, which `fetch` wraps in an error of its own; empty where there is none. */
export function errorCode(error: unknown): string {
  if (!(error instanceof Error)) return '';
  if ('code' in error && typeof error.code === 'string') return error.code;
  return errorCode(error.cause);
}
