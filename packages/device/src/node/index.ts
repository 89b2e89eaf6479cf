export { type HttpDeviceOptions, HttpDeviceTransport, type HttpSegments } from './http-device-transport.ts';
export { listenError } from './listen-error.ts';
