/** Firmware below the patch level that is demanded. */
export const recording = {
  steps: [
    { at: 'device', run: 'esp-prov device --transport softap --profile idf-5.3 --no-qr', until: /service name/ },
    { run: 'esp-prov info --service-name 127.0.0.1:41234' },
    {
      run: 'esp-prov scan --service-name 127.0.0.1:41234 --min-sec-patch 1 \\\n    --sec2-username wifiprov --sec2-pwd abcd1234',
      code: 6,
    },
  ],
};
