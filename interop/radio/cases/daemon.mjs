import { check } from '../../support/checks.mjs';
import { desktopMtu, firmwareMtu, restartBluetoothd } from '../lab/bluetoothd.mjs';

/** bluetoothd goes away and comes back, with the MTU that it has on other machines. */
export const daemonCases = [
  {
    name: 'bluetoothd: restarts, and our device offers itself again',
    async run(lab) {
      const device = await lab.device({ security: 2 });
      await lab.provisioner(device);
      await restartBluetoothd(desktopMtu);
      try {
        const provisioner = await lab.provisioner(device);
        // In one packet, together with the tag of the seal.
        const longest = new Uint8Array(510 - 16).fill(0x42);
        await provisioner.send('custom-data', longest);
        await device.logs(`Received data: ${'B'.repeat(longest.length)}`);
        check(device.count('Secured session established') === 2, 'the second session is not a new one');
      } finally {
        await restartBluetoothd(firmwareMtu);
      }
    },
  },
];
