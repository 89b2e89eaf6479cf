// A virtual ESP32 on a free port of this machine; run by itself it stays up for a moment and shows its boot log.
import { pathToFileURL } from 'node:url';
import { factoryFlash, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';

export async function startVirtualDevice() {
  const transport = new HttpDeviceTransport();
  const device = new VirtualEsp32({ transport, flash: factoryFlash(), serial: (line) => console.log(`  ${line}`) });
  await device.boot();
  return { address: transport.address, switchOff: () => device[Symbol.asyncDispose]() };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { address, switchOff } = await startVirtualDevice();
  console.log(`provision it at ${address}`);
  await switchOff();
}
