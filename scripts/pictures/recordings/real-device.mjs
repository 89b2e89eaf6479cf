/** Espressif's example of ESP-IDF v5.5 over Bluetooth: what it is, and how it comes into a network. */
export const recording = {
  steps: [
    { at: 'device', run: 'esp-prov device --ble virtual --profile idf-5.5', until: /copy paste the below/ },
    { at: 'device', wait: 1000 },
    { at: 'info', run: 'esp-prov info --ble virtual --service-name PROV_261FCC' },
    {
      run: 'esp-prov --ble virtual --service-name PROV_261FCC \\\n    --sec2-username wifiprov --sec2-pwd abcd1234',
      answers: [
        { when: /◆ {2}Network to join/, type: '\r', shoot: 'networks' },
        { when: /◆ {2}Wi-Fi password/, type: 'mypassword\r' },
      ],
    },
    { at: 'device', until: /Provisioning stopped/ },
  ],
  only: {
    device: [
      /session established/,
      /Received Wi-Fi/,
      /SSID {2}/,
      /Password :/,
      /IP Address/,
      /Got IP/,
      /successful/,
      /stopped/,
    ],
  },
};
