/** The files and steps of recordings that look into the flash of a device which was set up: they leave it in dump.bin. */
export const dumpedDevice = {
  files: { 'wifi.txt': 'mypassword\n' },
  steps: [
    {
      at: 'device',
      run: 'esp-prov device --transport softap --flash dump.bin --no-qr \\\n    --exit-when-provisioned',
      until: /service name/,
    },
    {
      at: 'client',
      run: 'esp-prov --service-name 127.0.0.1:41234 --pop abcd1234 --ssid myssid \\\n    --passphrase-file wifi.txt',
    },
    { at: 'device' },
  ],
};
