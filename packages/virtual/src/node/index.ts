/**
 * For programs in Node that run a virtual ESP32: its HTTP service, consoles, and a flash that is a file.
 *
 * @packageDocumentation
 */
export { type HttpDeviceOptions, HttpDeviceTransport, type HttpSegments } from '@esp-prov/device/node';
export type { HostedConsole } from './console/hosted-console.ts';
export { listeningConsole } from './console/listening-console.ts';
export { ptyConsole } from './console/pty-console.ts';
export { type StdioConsoleOptions, stdioConsole } from './console/stdio-console.ts';
export { FileFlash } from './file-flash.ts';
export { FileLock } from './file-lock.ts';
export {
  changeImage,
  privateMode,
  readImage,
  type WholeFileOptions,
  writeImage,
  writeWholeFile,
} from './image-file.ts';
export type { LockOwner } from './lock-owner.ts';
