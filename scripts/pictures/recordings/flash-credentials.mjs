/** How to read the credentials of the Wi-Fi out of a flash. */
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
    { at: 'dump', run: 'esp-prov flash nvs list dump.bin --show-secrets' },
  ],
  only: { dump: [/^\$ /, /sta\.(?:ssid|pswd)/] },
};
