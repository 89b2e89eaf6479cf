import { type Bytes, builtInEndpoints, ProvisioningError } from '@esp-prov/protocol';
import { parseData } from '../../options/data-form.ts';
import type { DataFormOptions } from '../../options/data-form-options.ts';

/** A line that asks for something: a request, and where it stands. */
export interface SessionLine {
  /** Number of the line, from 1 on. */
  readonly line: number;
  readonly endpoint: string;
  readonly request: Bytes;
}

/** Characters of the longest line: more than the longest request of any transport has digits. */
export const longestLine = 16_384;

/** Endpoints that are no request of a session, as what they take is not sealed. */
const unsealed: readonly string[] = builtInEndpoints.filter(({ kind }) => kind !== 'request').map(({ name }) => name);

/**
 * Returns the request of a line `ENDPOINT DATA`; undefined for an empty one, and for a comment, which begins with `#`. A
 * refusal names a line by its number, unless it `isTyped`: then the person sees it.
 *
 * @throws ProvisioningError `usage/invalid-option`
 */
export function parseSessionLine(
  text: string,
  line: number,
  options: DataFormOptions,
  isTyped = false,
): SessionLine | undefined {
  const refusal = (why: string, cause?: unknown) => {
    const which = isTyped ? 'the line' : `line ${line}`;
    return new ProvisioningError('usage/invalid-option', `${which} cannot be sent: ${why}`, { cause });
  };
  if (text.length > longestLine) throw refusal(`it has more than ${longestLine} characters`);
  // All but the first blank belongs to the data, where data is text.
  const [, endpoint = '', rest = ''] = /^[ \t]*([^ \t]*)(?:[ \t](.*))?$/s.exec(text) ?? [];
  if (endpoint === '' || endpoint.startsWith('#')) return undefined;
  if (unsealed.includes(endpoint)) {
    const why = `${endpoint} takes no requests of a session. Expected an endpoint such as custom-data`;
    throw refusal(endpoint === 'proto-ver' ? `${why}; esp-prov info reads ${endpoint}` : why);
  }
  const data = options.hex || options.base64 ? rest.trim() : rest;
  if (data === '') throw refusal('it has no data. Expected ENDPOINT DATA, for example custom-data hello');
  try {
    return { line, endpoint, request: parseData(data, options) };
  } catch (cause) {
    throw refusal(cause instanceof Error ? cause.message : String(cause), cause);
  }
}
