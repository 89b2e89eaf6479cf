/** What the flash of a device that is set up shows to whoever reads it. */
export const recording = {
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
    { run: 'esp-prov flash nvs get dump.bin nvs.net80211 sta.pswd' },
    { run: 'esp-prov flash erase-partition dump.bin nvs' },
    { run: 'esp-prov flash nvs list dump.bin' },
  ],
};
