export type { HostWires } from './host-link.ts';
export type { FromHost, HostEvent, HostFailure, HostRequest, ToHost } from './host-message.ts';
export { type NobleCentralOptions, nobleCentral } from './noble-central.ts';
