import { dumpedDevice } from '../dumped-device.mjs';

/** What the flash of a device that is set up shows to whoever reads it. */
export const recording = {
  files: dumpedDevice.files,
  steps: [
    ...dumpedDevice.steps,
    { run: 'esp-prov flash nvs get dump.bin nvs.net80211 sta.pswd' },
    { run: 'esp-prov flash erase-partition dump.bin nvs' },
    { run: 'esp-prov flash nvs list dump.bin' },
  ],
};
