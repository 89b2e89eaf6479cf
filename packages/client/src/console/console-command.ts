import { endpointNames, ProvisioningError, toHex, utf8 } from '@esp-prov/protocol';

/**
 * Longest line that a device's console takes, its CR included; what is longer is cut in two.
 * esp-idf: protocomm/src/transports/protocomm_console.c (LINE_BUF_SIZE)
 */
export const maxConsoleLine = 255;

/** Returns how many bytes of a request to `endpoint` fit into one line. */
function consoleRoom(endpoint: string, session: number, maxLine: number): number {
  return Math.floor((maxLine - 1 - utf8(`${endpoint} ${session} `).length) / 2);
}

/** Returns how many bytes fit into one line for every built-in endpoint. */
export function smallestConsoleRoom(session: number, maxLine: number): number {
  return Math.min(...Object.values(endpointNames).map((name) => consoleRoom(name, session, maxLine)));
}

/**
 * Returns the line `<endpoint> <session> <hex>`, without its end.
 *
 * @throws ProvisioningError `endpoint/request-size` for requests that do not fit into a line, `endpoint/not-found` for
 *   names that no console command can have
 */
export function consoleCommand(endpoint: string, session: number, request: Uint8Array, maxLine: number): string {
  // The console splits at blanks and has quotes and escapes of its own.
  if (!/^[^\s"\\\p{Cc}]+$/u.test(endpoint)) {
    throw new ProvisioningError('endpoint/not-found', 'no command of a console can have this name');
  }
  const room = consoleRoom(endpoint, session, maxLine);
  if (request.length >= 1 && request.length <= room) return `${endpoint} ${session} ${toHex(request)}`;
  throw new ProvisioningError(
    'endpoint/request-size',
    `a line of the console carries 1 to ${room} bytes to ${endpoint}, this request has ${request.length}`,
    { details: { endpoint, length: request.length, maxRequest: room } },
  );
}
