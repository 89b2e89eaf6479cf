import type { ServerResponse } from 'node:http';
import { foreignText, isProvisioningError } from '@esp-prov/protocol';
import { safetyHeaders } from './page-headers.ts';

/** Characters of a message or a fact that a page gets to read. */
const longestText = 500;

/** Most facts of an error. */
const mostDetails = 16;

/** HTTP statuses of failures that are the helper's own; those of the device are 502. */
const statuses: Readonly<Record<string, number>> = {
  'helper/refused': 403,
  'helper/target-refused': 403,
  'helper/busy': 409,
  'link/closed': 410,
  'link/address-invalid': 400,
  'link/timeout': 504,
};

/** Answers with JSON. */
export function answerJson(response: ServerResponse, value: unknown, status = 200): void {
  const body = JSON.stringify(value);
  const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) };
  response.writeHead(status, { ...answerHeaders, ...headers }).end(body);
}

/** Headers of what the helper answers itself. */
export const answerHeaders: Readonly<Record<string, string>> = {
  ...safetyHeaders,
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Answers with an error as JSON; nothing but its code, its message and its facts leaves the command. */
export function answerError(response: ServerResponse, error: unknown, lost = false): void {
  if (response.headersSent) return void response.destroy();
  const { code, message, details } = describeError(error);
  // The status of a device is a fact of the failure, and none of this answer.
  const own = code === 'helper/refused' ? details['status'] : undefined;
  const status = own ?? statuses[code] ?? (code === 'internal' ? 500 : 502);
  // What comes behind a body that was not read to its end would be taken for a request.
  if (!response.req.complete) response.setHeader('Connection', 'close');
  answerJson(response, { error: { code, message, details, ...(lost ? { lost } : {}) } }, Number(status));
}

/** Returns what a page gets to know about an error. */
export function describeError(error: unknown): {
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
} {
  if (!isProvisioningError(error)) return { code: 'internal', message: 'The helper failed.', details: {} };
  const facts = Object.entries(error.details).slice(0, mostDetails);
  const bounded = facts.map(([name, fact]) => [name, typeof fact === 'string' ? foreignText(fact, longestText) : fact]);
  return { code: error.code, message: foreignText(error.message, longestText), details: Object.fromEntries(bounded) };
}
