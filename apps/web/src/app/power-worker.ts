/// <reference path="./worker-url.d.ts" />
import type { PowerWorker } from '@esp-prov/client/web';
import address from './power-worker-main.ts?worker&url';
import { trustedUrl } from './trusted-url.ts';

/** The part of a window that is used. */
interface WorkerWindow {
  readonly Worker?: (new (url: string, options: WorkerOptions) => PowerWorker) | undefined;
  readonly location: { readonly origin: string };
  readonly document: { readonly baseURI: string };
  readonly trustedTypes?: Parameters<typeof trustedUrl>[2];
}

/**
 * Returns the way to start the worker that computes the powers of security 2; undefined where there are no workers. It throws
 * where the files of the page come from another origin, which browsers start no worker from.
 *
 * @param file - address of the worker; default: where the build has put it
 */
export function powerWorker(window: WorkerWindow, file: string = address): (() => PowerWorker) | undefined {
  const { Worker, document, location, trustedTypes } = window;
  if (Worker === undefined) return undefined;
  return () =>
    new Worker(trustedUrl(new URL(file, document.baseURI), location.origin, trustedTypes), { type: 'module' });
}
