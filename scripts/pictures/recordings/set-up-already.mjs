const device = (options) =>
  `esp-prov device --ble virtual --profile netprov-1.4 --session-only \\\n    --endpoints lamp.yaml --flash lamp.bin ${options}`;

const secret = '--sec2-username wifiprov --sec2-pwd abcd1234';

/** A device that was set up before its last start: what it says of itself, and a session with its own endpoint. */
export const recording = {
  files: {
    'wifi.txt': 'mypassword\n',
    'lamp.yaml': 'endpoints:\n  lamp:\n    - { request: "on", answer: is on }\n',
  },
  steps: [
    { at: 'first', run: device('--no-qr --exit-when-provisioned'), until: /service name/ },
    {
      at: 'client',
      run: `esp-prov --ble virtual --service-name PROV_261FCC \\\n    ${secret} --ssid myssid \\\n    --passphrase-file wifi.txt`,
    },
    { at: 'first' },
    { at: 'device', run: device('--no-qr'), until: /Connected to Wi-Fi/ },
    { at: 'info', run: 'esp-prov info --ble virtual --service-name PROV_261FCC' },
    {
      at: 'session',
      run: `esp-prov session --ble virtual --service-name PROV_261FCC \\\n    ${secret}`,
      answers: [
        { when: /PROV_261FCC>$/, type: 'lamp on\r' },
        { when: /is on\nPROV_261FCC>$/, type: '\u0004' },
      ],
    },
  ],
};
