import type { FirmwareLine } from './firmware-line.ts';

/** Lines of the HTTP transport, and those that its server prints about a request. */
export type HttpLine =
  | 'httpd/adding-endpoint'
  | 'httpd/removing-endpoint'
  | 'httpd/cookie'
  | 'httpd/continuing'
  | 'httpd/continuing-socket'
  | 'httpd/closing-session'
  | 'httpd/new-session'
  | 'httpd/new-socket'
  | 'httpd/socket-closed'
  | 'httpd/no-length'
  | 'httpd/too-long'
  | 'httpd/handler-failed'
  | 'httpd/setting-cookie'
  | 'http-server/not-found'
  | 'http-server/wrong-method'
  | 'http-server/failure'
  | 'http-server/handler-failed'
  | 'http-server/bad-version'
  | 'http-server/long-target'
  | 'http-server/long-headers';

const tag = 'protocomm_httpd';

/** As ESP-IDF v5.5.5 says it. esp-idf: protocomm/src/transports/protocomm_httpd.c and esp_http_server/src */
export const httpWords: Readonly<Record<HttpLine, FirmwareLine>> = {
  'httpd/adding-endpoint': ['debug', tag, 'Adding endpoint : %s'],
  'httpd/removing-endpoint': ['debug', tag, 'Removing endpoint : %s'],
  'httpd/cookie': ['debug', tag, 'Received cookie %s'],
  'httpd/continuing': ['debug', tag, 'Continuing Session %s'],
  'httpd/continuing-socket': ['debug', tag, 'Continuing Socket Session %s'],
  'httpd/closing-session': ['warn', tag, 'Closing session with ID: %s'],
  'httpd/new-session': ['debug', tag, 'Creating new session: %s'],
  'httpd/new-socket': ['debug', tag, 'New socket session ID: %s'],
  'httpd/socket-closed': ['warn', tag, 'Resetting socket session id as socket %swas closed'],
  'httpd/no-length': ['error', tag, 'Content length not found'],
  'httpd/too-long': ['error', tag, 'Request content length should be less than 4kb'],
  'httpd/handler-failed': ['error', tag, 'Data handler failed'],
  'httpd/setting-cookie': ['debug', tag, 'Setting cookie %s'],
  'http-server/not-found': ['warn', 'httpd_uri', "httpd_uri: URI '%s' not found"],
  'http-server/wrong-method': ['warn', 'httpd_uri', "httpd_uri: Method '%s' not allowed for URI '%s'"],
  'http-server/failure': ['warn', 'httpd_txrx', 'httpd_resp_send_err: %s %s - %s'],
  'http-server/handler-failed': ['warn', 'httpd_uri', 'httpd_uri: uri handler execution failed'],
  'http-server/bad-version': ['warn', 'httpd_parse', 'verify_url: unsupported HTTP version = %s'],
  'http-server/long-target': ['warn', 'httpd_parse', 'parse_block: request URI too long'],
  'http-server/long-headers': ['warn', 'httpd_parse', 'parse_block: request header too long'],
};
