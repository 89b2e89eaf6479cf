/** A wrong proof of possession, and what the device logs about it. */
export const recording = {
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap', until: /Encoding below/ },
    { run: 'esp-prov info --service-name 127.0.0.1:41234' },
    {
      run: 'esp-prov scan --service-name 127.0.0.1:41234 --pop wrong123',
      answers: [{ when: /◆ {2}[^\n]*\n[^◆]*$/, type: '\r', shoot: 'question' }],
      code: 6,
    },
  ],
  only: { device: [/ security1: /, / app: Received incorrect/, /protocomm_httpd: Data handler/] },
};
