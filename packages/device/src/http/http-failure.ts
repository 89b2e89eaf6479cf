import { utf8 } from '@esp-prov/protocol';
import type { HttpAnswer } from './http-message.ts';

/** Statuses of which a device's HTTP server says why it does not serve a request. */
export type HttpFailureStatus = 400 | 404 | 405 | 408 | 414 | 431 | 505;

/** esp-idf v5.5: esp_http_server/src/httpd_txrx.c */
const failures: Readonly<Record<HttpFailureStatus, readonly [reason: string, text: string]>> = {
  400: ['Bad Request', 'Bad request syntax'],
  404: ['Not Found', 'Nothing matches the given URI'],
  405: ['Method Not Allowed', 'Specified method is invalid for this resource'],
  408: ['Request Timeout', 'Server closed this connection'],
  414: ['URI Too Long', 'URI is too long'],
  431: ['Request Header Fields Too Large', 'Header fields are too long'],
  505: ['Version Not Supported', 'HTTP version not supported by server'],
};

/** Returns an answer after which the connection closes. */
export function httpFailure(status: HttpFailureStatus): HttpAnswer {
  const [reason, text] = failures[status];
  return { status, reason, headers: { 'Content-Type': 'text/html' }, body: utf8(text), close: true };
}
