/**
 * For devices that run in Node: the HTTP service that clients reach over SoftAP.
 *
 * @packageDocumentation
 */
export { type HttpDeviceOptions, HttpDeviceTransport, type HttpSegments } from './http-device-transport.ts';
export { listenError } from './listen-error.ts';
