/** One unit of a series: its files, its check on the line, and a batch in which another unit is missing. */
const list = `service_name,device,sec2_username,sec2_pwd
LAMP_0001,0001,wifiprov,4xbamzhb5rgfczxe
LAMP_0002,0002,wifiprov,tvcqd6f8smdszhvz
`;

export const recording = {
  files: { '0001.txt': '4xbamzhb5rgfczxe\n', 'devices.csv': list, 'wifi.txt': 'mypassword\n' },
  steps: [
    {
      at: 'unit',
      run: 'esp-prov credentials --username wifiprov --password-file 0001.txt \\\n    --serial 0001 --nvs 0001.nvs',
    },
    { at: 'unit', run: 'esp-prov credentials check 0001.nvs --password-file 0001.txt' },
    {
      at: 'unit',
      run: 'esp-prov qr --name LAMP_0001 --security 2 --username wifiprov \\\n    --pop-file 0001.txt --out 0001.png',
    },
    { at: 'image', run: 'esp-prov flash create 0001.bin --factory-data' },
    { at: 'image', run: 'esp-prov flash write 0001.bin 0001.nvs --partition fctry' },
    {
      at: 'device',
      run: 'esp-prov device --flash 0001.bin --name LAMP_0001 --ble virtual \\\n    --profile idf-5.5 --no-qr',
      until: /service name/,
    },
    { at: 'device', wait: 1000 },
    { at: 'scan', run: 'esp-prov scan --ble virtual --qr 0001.png --min-sec-patch 1' },
    {
      at: 'batch',
      run: 'esp-prov --ble virtual --batch devices.csv --ssid myssid \\\n    --passphrase-file wifi.txt',
      code: 1,
    },
    { at: 'batch', run: 'cat devices.report.csv' },
  ],
  only: {
    device: [/^\$/, /--profile/, /fctry/, /Factory data/, /app: (Starting|Provisioning started)/, /service name/],
  },
};
