/** A virtual device over SoftAP, and the command that asks for what it was not given. */
export const recording = {
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap', until: /Encoding below/ },
    {
      run: 'esp-prov --service-name 127.0.0.1:41234 --pop abcd1234',
      answers: [
        { when: /◆ {2}Network to join/, type: '\r', shoot: 'networks' },
        { when: /◆ {2}Wi-Fi password/, type: 'mypassword\r' },
      ],
    },
    { at: 'device', until: /Provisioning stopped/ },
  ],
};
