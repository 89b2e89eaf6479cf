/** A name in the wrong case, then what the device hears. */
export const recording = {
  files: { 'wifi.txt': 'mypassword\n' },
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap', until: /Encoding below/ },
    {
      run: 'esp-prov --service-name 127.0.0.1:41234 --pop abcd1234 \\\n  --ssid MySSID --passphrase-file wifi.txt',
      answers: [{ when: /◆ {2}[^\n]*\n[^◆]*$/, type: '\u001b', shoot: 'question' }],
      code: 1,
    },
    { run: 'esp-prov reset --service-name 127.0.0.1:41234 --pop abcd1234' },
    { run: 'esp-prov scan --service-name 127.0.0.1:41234 --pop abcd1234' },
  ],
};
