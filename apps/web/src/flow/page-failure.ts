import type { Failure } from './flow-state.ts';

/** Failures that no device and no client reports, but the page itself, with their English sentences for details. */
export const pageFailures = {
  'page/reloaded': 'the page was loaded anew after the credentials were sent',
  'page/stopped': 'the page stopped to watch the device before it reported how it went',
  'page/slept': 'this computer slept, and the connection did not outlast that',
  'page/other-tab': 'another tab of this browser is using the device',
  'page/no-way': 'this page has no way to reach a device by the chosen path',
  'page/chunk-missing': 'a part of the page could not be loaded',
  'page/internal': 'the page itself failed',
} as const;

/** A code of {@link pageFailures}. */
export type PageCode = keyof typeof pageFailures;

/** Returns a failure of the page itself. */
export function pageFailure(code: PageCode, details: Failure['details'] = []): Failure {
  return { code, message: pageFailures[code], details };
}
