import { bleTransport } from '@esp-prov/client';
import { type BlePeripheral, bleDeviceTransport } from '@esp-prov/device';
import { builtInEndpoints, utf8 } from '@esp-prov/protocol';
import { expect, test } from 'vitest';
import { failureOf, manualClock, memoryRadio } from '../src/index.ts';

test('what is on its way when the central closes the link does not reach the device', async () => {
  const clock = manualClock();
  const radio = memoryRadio({ clock });
  const peripheral: BlePeripheral = radio.peripheral;
  const handled: string[] = [];
  const device = bleDeviceTransport(peripheral, { clock });
  await device.start(
    { name: 'PROV_TEST', endpoints: builtInEndpoints },
    {
      open: () => undefined,
      close: () => undefined,
      handle: async (_, endpoint) => {
        handled.push(endpoint);
        return utf8('answer');
      },
    },
  );
  const connection = await radio.central.connect('24:0A:C4:26:1F:CE');
  const transport = await clock.run(bleTransport(connection, { clock }));
  let closed: PromiseLike<void> | undefined;
  radio.air.fault = ({ kind }) => {
    if (kind === 'write') closed = transport[Symbol.asyncDispose]();
    return undefined;
  };
  expect(await failureOf(transport.exchange('proto-ver', utf8('---')))).toMatchObject({ code: 'link/closed' });
  await closed;
  expect(handled).toEqual([]);
});
