import { foreignText, isProvisioningError } from '@esp-prov/protocol';
import type { Failure } from '../flow/flow-state.ts';
import { pageFailure } from '../flow/page-failure.ts';

/** Most details that are kept, and their longest text: they are there to be copied into a report. */
const most = { details: 12, text: 300, causes: 4 };

/** Returns an error as the screens and "Copy details" have it: a stable code, and text of strangers made harmless. */
export function describeFailure(error: unknown): Failure {
  if (!isProvisioningError(error)) return pageFailure('page/internal', [['error', errorText(error)]]);
  const details = Object.entries(error.details).map(([name, value]) => [name, harmless(String(value))] as const);
  const causes: (readonly [string, string])[] = [];
  let { cause } = error as { cause?: unknown };
  for (let depth = 0; cause !== undefined && depth < most.causes; depth++) {
    causes.push(['cause', isProvisioningError(cause) ? `${cause.code}: ${harmless(cause.message)}` : errorText(cause)]);
    cause = cause instanceof Error ? cause.cause : undefined;
  }
  return {
    code: error.code,
    message: harmless(error.message),
    details: [...details, ...causes].slice(0, most.details),
  };
}

/** The text of a foreign error may hold anything, so only its name and a short line of it are kept. */
function errorText(error: unknown): string {
  return harmless(error instanceof Error ? `${error.name}: ${error.message}` : typeof error);
}

function harmless(text: string): string {
  return foreignText(text, most.text);
}
