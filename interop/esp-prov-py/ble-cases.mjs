import { check } from '../support/checks.mjs';
import { forgetDevices } from '../support/forget-devices.mjs';
import { connected, established, home, joinedAndEnded, pop, schemeLine, security1, sent } from './cases.mjs';

const transport = 'ble';
const withoutBluetooth = ({ hasBluetooth }) => !hasBluetooth;
const reached = [/Discovering\.\.\./, /Connecting\.\.\./, /Getting Services\.\.\./];
const success = [...reached, established, sent, connected];
const sec2 = ['--sec_ver', '2', '--sec2_username', 'wifiprov'];
const hosts = ['nimble', 'bluedroid'];

/**
 * Returns what esp_prov does over Bluetooth, by bleak on a virtual BlueZ; every one with both stacks that a device can
 * have.
 */
export const bleCases = hosts.flatMap((host) =>
  [
    {
      name: 'security 0 and custom data',
      async run(lab) {
        const device = await lab.device(['--security', '0', '--ble-host', host], { transport });
        await lab.tool(device, [...home, '--custom_data', 'by radio'], { transport, prints: success });
        await device.logs(/app: Received data: by radio/);
        await device.tells(joinedAndEnded);
      },
    },
    {
      name: 'security 1, scan and choice',
      async run(lab, column) {
        const device = await lab.device([...security1, '--ble-host', host], { transport });
        const prints = [...reached, schemeLine(column, 1), established, /\[ 1\] myssid/, sent, connected];
        await lab.tool(device, pop, { transport, input: '1\nmypassword\n', prints });
        await device.tells(joinedAndEnded);
      },
    },
    {
      name: 'security 2',
      async run(lab) {
        const device = await lab.device(['--security', '2', '--ble-host', host], { transport });
        await lab.tool(device, [...sec2, '--sec2_pwd', 'abcd1234', ...home], { transport, prints: success });
        await device.tells(joinedAndEnded);
      },
    },
    {
      name: 'wrong PoP',
      async run(lab) {
        const device = await lab.device([...security1, '--ble-host', host], { transport });
        const refused = await lab.tool(device, ['--pop', 'wrong', ...home], {
          transport,
          prints: reached,
          lacks: [established, sent],
          code: 1,
        });
        check(!/Wi-Fi Credentials sent/.test(refused.output), 'credentials went out without a proof');
        await device.logs(/Received incorrect username and\/or PoP/);
      },
    },
    {
      name: 'wrong password of security 2',
      async run(lab) {
        const device = await lab.device(['--security', '2', '--ble-host', host], { transport });
        const args = [...sec2, '--sec2_pwd', 'wrong', ...home];
        await lab.tool(device, args, { transport, prints: reached, lacks: [established, sent], code: 1 });
      },
    },
    {
      // bluetoothd lists all services of a device that it has been connected to; the tool then looks for the service
      // "None", which bleak from 0.20 on takes for a short UUID. Once the device is forgotten it works again.
      name: 'a device that is known already, up to the defect of the tool',
      async run(lab) {
        const device = await lab.device([...security1, '--ble-host', host], { transport });
        const wrong = ['--pop', 'wrong', ...home];
        await lab.tool(device, wrong, { transport, prints: reached, lacks: [established], code: 1 });
        const again = await lab.tool(device, [...pop, ...home], { transport, prints: reached, code: 1 });
        check(/ValueError: .*0000None/.test(again.errors), 'the tool failed otherwise than by its defect');
        await forgetDevices({ address: device.bus });
        await lab.tool(device, [...pop, ...home], { transport, prints: success });
        await device.tells(joinedAndEnded);
      },
    },
  ].map(({ name, run }) => ({ name: `Bluetooth, ${host}, ${name}`, unless: withoutBluetooth, run })),
);
