/** A virtual device over Bluetooth without an adapter, found and provisioned. */
export const recording = {
  files: { 'wifi.txt': 'mypassword\n' },
  steps: [
    { at: 'device', run: 'esp-prov device --ble virtual --no-qr', until: /service name/ },
    { at: 'device', wait: 1000 },
    { run: 'esp-prov discover --ble virtual' },
    {
      run: 'esp-prov --ble virtual --service-name PROV_261FCC --pop abcd1234 \\\n    --ssid myssid --passphrase-file wifi.txt',
    },
  ],
  only: { device: [/^\$/, /Provision it/, /^esp-prov/, /For other/, /^DBUS/, /service name/, / app: (?!Hello)/] },
};
