/** A wrong Wi-Fi password, as the command and the example of ESP-IDF v5.5 show it. */
export const recording = {
  files: { 'wifi.txt': 'wrongpassword\n' },
  steps: [
    { at: 'device', run: 'esp-prov device --ble virtual --profile idf-5.5', until: /copy paste the below/ },
    { at: 'device', wait: 1000 },
    {
      run: 'esp-prov --ble virtual --service-name PROV_261FCC --ssid myssid \\\n    --passphrase-file wifi.txt --sec2-username wifiprov --sec2-pwd abcd1234',
      answers: [
        { when: /◆ {2}The device could not sign in/, type: '\r' },
        { when: /◆ {2}Wi-Fi password/, type: 'mypassword\r' },
      ],
    },
  ],
  only: { device: [/STA (Disc|Auth)/, /Disconnect reason/, /failed!/, /Reason :/, /Please reset/] },
};
