import { examplePop, street, VirtualEsp32 } from '@esp-prov/virtual';
import { HttpDeviceTransport } from '@esp-prov/virtual/node';

/** A virtual device that lives as long as the run that provisions it. */
export interface OwnDevice {
  readonly address: string;
  /** What its user has to know, one sentence each. */
  readonly lines: readonly string[];
  close(): Promise<void>;
}

/** Switches on a virtual ESP32 with the secrets of Espressif's example, which forgets everything at the end. */
export async function startOwnDevice(): Promise<OwnDevice> {
  const transport = new HttpDeviceTransport();
  const device = new VirtualEsp32({ transport });
  await device.boot();
  const [first] = street;
  return {
    address: transport.address,
    lines: [
      `A virtual ESP32, ${device.serviceName}, is on until this run ends.`,
      `Its proof of possession is ${examplePop}.`,
      `It hears a made-up street; its network ${first?.ssid} has the password ${first?.password}.`,
    ],
    close: async () => await device[Symbol.asyncDispose](),
  };
}
