import { trustedUrl } from './trusted-url.ts';

/** What keeping the page works with. */
export interface OfflineOptions {
  readonly window: Window & typeof globalThis;
  /** Version of the running page; empty while developing, when nothing is kept. */
  readonly version: string;
  /** A newer version has been fetched. */
  onNewVersion(): void;
}

/** Keeps the page for times without a network, where the browser can. Nothing depends on it. */
export async function keepForOffline({ window, version, onNewVersion }: OfflineOptions): Promise<void> {
  const { document, isSecureContext, location, navigator } = window;
  if (version === '' || !isSecureContext || !('serviceWorker' in navigator)) return;
  navigator.serviceWorker.addEventListener('message', ({ data }: MessageEvent<{ version?: unknown } | null>) => {
    if (typeof data?.version === 'string' && data.version !== version) onNewVersion();
  });
  try {
    const { trustedTypes } = window as { trustedTypes?: Parameters<typeof trustedUrl>[2] };
    const url = trustedUrl(new URL('service-worker.js', document.baseURI), location.origin, trustedTypes);
    const registration = await navigator.serviceWorker.register(url, { updateViaCache: 'none' });
    // A page may stay open for days; whoever comes back to it gets to know of a new version.
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') registration.update().catch(() => {});
    });
  } catch {
    // Without one, as in a private window of some browsers, the page works as long as there is a network.
  }
}
