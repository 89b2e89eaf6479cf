export { FileFlash } from './file-flash.ts';
export { type HttpDeviceOptions, HttpDeviceTransport } from './http-device-transport.ts';
export { changeImage, readImage, type WholeFileOptions, writeImage, writeWholeFile } from './image-file.ts';
