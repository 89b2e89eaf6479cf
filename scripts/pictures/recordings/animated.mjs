/** A virtual device and its provisioning side by side, as the animation of the README shows them. */
export const recording = {
  typed: true,
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap', until: /qrcode\.html/ },
    {
      run: 'esp-prov --service-name 127.0.0.1:41234 --pop abcd1234',
      answers: [
        { when: /◆ {2}Network to join/, type: '\u001b[B' },
        { when: /● \[ 2\]/, type: '\u001b[A' },
        { when: /● \[ 1\]/, type: '\r' },
        { when: /◆ {2}Wi-Fi password/, type: 'mypassword\r' },
      ],
    },
    { at: 'device', until: /Provisioning stopped/ },
  ],
};
