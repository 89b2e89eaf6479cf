export { type HttpDeviceOptions, HttpDeviceTransport } from './http-device-transport.ts';
export { jsonFileStore } from './json-file-store.ts';
