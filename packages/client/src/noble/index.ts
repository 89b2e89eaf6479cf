/**
 * For programs on macOS and Windows that reach a device over Bluetooth: a central on the package `@stoprocent/noble`.
 *
 * @packageDocumentation
 */
export type { HostWires } from './host-link.ts';
export type { FromHost, HostEvent, HostFailure, HostRequest, ToHost } from './host-message.ts';
export { type NobleCentralOptions, nobleCentral } from './noble-central.ts';
