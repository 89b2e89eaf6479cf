/** A wrong Wi-Fi password, and the right one in the same run. */
export const recording = {
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap', until: /Encoding below/ },
    {
      run: 'esp-prov --service-name 127.0.0.1:41234 --pop abcd1234 \\\n  --ssid myssid --passphrase wrongpassword',
      answers: [
        { when: /◆ {2}[^\n]*\n[^◆]*$/, type: '\r', shoot: 'question' },
        { when: /Wi-Fi password/, type: 'mypassword\r' },
      ],
    },
    { at: 'device', until: /Provisioning stopped/ },
  ],
  only: { device: [/STA /, /Disconnect reason/, / app: Provisioning/, /Reason :/] },
};
