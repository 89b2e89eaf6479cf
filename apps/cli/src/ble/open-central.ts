import type { BleCentral } from '@esp-prov/client';

/** The central role of this machine: bluetoothd on Linux, the optional package noble elsewhere. */
export async function openCentral({ bleAdapter }: { readonly bleAdapter?: string | undefined }): Promise<BleCentral> {
  if (process.platform === 'linux') {
    const { bluezCentral } = await import('@esp-prov/bluez');
    return bluezCentral({ adapter: bleAdapter });
  }
  const { nobleCentral } = await import('@esp-prov/client/noble');
  return nobleCentral();
}
