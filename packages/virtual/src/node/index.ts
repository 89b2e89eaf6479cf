export { changeImage, FileFlash, readImage, writeImage } from './file-flash.ts';
export { type HttpDeviceOptions, HttpDeviceTransport } from './http-device-transport.ts';
