/** A network of one's own invention that lets nobody in. */
const street = {
  accessPoints: [
    { ssid: 'myssid', password: 'mypassword', rssi: -42, channel: 6 },
    { ssid: 'full', password: '12345678', join: 'refuse' },
    { ssid: 'no-dhcp', password: '12345678', join: 'no-address' },
  ],
};

export const recording = {
  files: { 'street.json': JSON.stringify(street), 'wifi.txt': '12345678\n' },
  steps: [
    { at: 'show', run: 'esp-prov device --show-air --air street.json' },
    {
      at: 'device',
      run: 'esp-prov device --transport softap --air street.json --no-qr \\\n    --profile idf-5.5',
      until: /service name/,
    },
    {
      run: 'esp-prov --service-name 127.0.0.1:41234 --ssid full \\\n    --passphrase-file wifi.txt --sec2-username wifiprov --sec2-pwd abcd1234',
      answers: [{ when: /◆ {2}The device could not/, type: '3\r' }],
      code: 1,
    },
  ],
};
