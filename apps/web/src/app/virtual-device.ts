import type { OpenTransport } from '@esp-prov/client';

/** Returns the way to a virtual ESP32 that runs in this page. It is loaded and boots when it is first reached. */
export function virtualDevice(): OpenTransport {
  let booting: Promise<OpenTransport> | undefined;
  const boot = async (): Promise<OpenTransport> => {
    const { TabDevice } = await import('../virtual/engine/tab-device.ts');
    // Security 1, so that a proof of possession is all that it asks for.
    const device = new TabDevice({ settings: { securityVersion: 1 } });
    await device.boot();
    return device.open;
  };
  return async (options) => {
    booting ??= boot().catch((error: unknown) => {
      // Such as without a network: the next try loads it anew.
      booting = undefined;
      throw error;
    });
    return await (await booting)(options);
  };
}
