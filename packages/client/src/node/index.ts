/**
 * For programs in Node that reach a device over HTTP: a transport that uses one connection at a time, as the server of a
 * device has one for all.
 *
 * @packageDocumentation
 */
export { httpTransport, type NodeHttpOptions } from './http-transport.ts';
