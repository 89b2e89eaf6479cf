import { dumpedDevice } from '../dumped-device.mjs';

/** How to read the credentials of the Wi-Fi out of a flash. */
export const recording = {
  files: dumpedDevice.files,
  steps: [...dumpedDevice.steps, { at: 'dump', run: 'esp-prov flash nvs list dump.bin --show-secrets' }],
  only: { dump: [/^\$ /, /sta\.(?:ssid|pswd)/] },
};
