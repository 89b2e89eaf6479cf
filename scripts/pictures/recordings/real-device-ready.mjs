/** How Espressif's example of ESP-IDF v5.5 says that it is ready, with its name and its secret. */
export const recording = {
  steps: [{ at: 'device', run: 'esp-prov device --ble virtual --profile idf-5.5', until: /copy paste the below/ }],
  only: { device: [/ app: (Starting|Dev|Prov)/, /Task Started/, /service name/, /QRCODE: \{/] },
};
