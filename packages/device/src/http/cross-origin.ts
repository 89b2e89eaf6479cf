import type { HttpAnswer, HttpRequest } from './http-message.ts';

/** Returns the headers that let a page of an allowed origin read an answer; none for all others. */
export function crossOriginHeaders(
  { origin }: HttpRequest,
  allowed: ReadonlySet<string>,
): Readonly<Record<string, string>> {
  if (origin === undefined || !allowed.has(origin)) return {};
  return { 'Access-Control-Allow-Origin': origin, 'Access-Control-Allow-Credentials': 'true', Vary: 'Origin' };
}

/**
 * Returns the answer to what a browser asks before it lets a page of another origin send a request; undefined for
 * requests that are no such question, and for origins that are not allowed.
 */
export function preflightAnswer(request: HttpRequest, allowed: ReadonlySet<string>): HttpAnswer | undefined {
  const headers = crossOriginHeaders(request, allowed);
  if (request.method !== 'OPTIONS' || !('Vary' in headers)) return undefined;
  return {
    status: 204,
    reason: 'No Content',
    headers: {
      ...headers,
      'Access-Control-Allow-Methods': 'POST',
      'Access-Control-Allow-Headers': 'content-type',
      'Access-Control-Max-Age': '600',
      ...(request.asksPrivateNetwork ? { 'Access-Control-Allow-Private-Network': 'true' } : {}),
    },
    body: new Uint8Array(0),
    close: false,
  };
}
