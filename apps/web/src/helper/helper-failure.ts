import { type ErrorCode, type ErrorDetails, errorMeanings, foreignText, ProvisioningError } from '@esp-prov/protocol';

/** Characters of a message or a fact that are kept. */
const longestText = 500;

/** Most facts of an error, and characters of the name of one. */
const mostDetails = 16;
const longestName = 40;

/** A failure that the helper reports, and whether the link that it is about is gone for good. */
export interface HelperFailure {
  readonly error: ProvisioningError;
  readonly lost: boolean;
}

/** Reads an error as the helper writes it; what is none is a failure to keep to the protocol. */
export function readFailure(value: unknown): HelperFailure {
  const { code, message, details, lost } = members(members(value)['error']);
  if (typeof code !== 'string' || !Object.hasOwn(errorMeanings, code)) {
    const why = typeof message === 'string' ? foreignText(message, longestText) : 'the helper answers with no reason';
    return { error: new ProvisioningError('link/protocol', why), lost: false };
  }
  const said = typeof message === 'string' ? foreignText(message, longestText) : undefined;
  const facts = readDetails(details);
  return { error: new ProvisioningError(code as ErrorCode, said, { details: facts }), lost: lost === true };
}

function readDetails(value: unknown): ErrorDetails {
  const facts = Object.entries(members(value)).slice(0, mostDetails);
  return Object.fromEntries(
    facts.flatMap(([rawName, fact]): [string, string | number | boolean][] => {
      const name = foreignText(rawName, longestName);
      if (typeof fact === 'number' || typeof fact === 'boolean') return [[name, fact]];
      return typeof fact === 'string' ? [[name, foreignText(fact, longestText)]] : [];
    }),
  );
}

/** Returns the members of an object; those of anything else are none. */
export function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
