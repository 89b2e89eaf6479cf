/** A virtual device over SoftAP, and the command line that it prints. */
export const recording = {
  files: { 'wifi.txt': 'mypassword\n' },
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap --profile idf-5.5 --no-qr', until: /service name/ },
    {
      run: 'esp-prov --transport softap --service-name 127.0.0.1:41234 --ssid myssid \\\n    --passphrase-file wifi.txt --sec2-username wifiprov --sec2-pwd abcd1234',
    },
    { at: 'device', until: /Provisioning stopped/ },
  ],
  only: {
    device: [
      /^\$/,
      /rst:/,
      /ESP-IDF/,
      / app: (?!Hello)/,
      /Provision it/,
      /^esp-prov --trans/,
      /service name/,
      /SSID {2}/,
      /Password :/,
      /stopped/,
    ],
  },
};
