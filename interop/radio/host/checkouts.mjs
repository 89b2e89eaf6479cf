import { existsSync } from 'node:fs';

/**
 * Returns the checkouts of Espressif's tool that the environment names: the folders that are needed, by their place
 * below /data.
 */
export function checkouts({ ESP_PROV_PY_NETPROV: netprov, ESP_PROV_PY_55: idf } = process.env) {
  const wanted = {
    ...(netprov ? { 'netprov/tool/esp_prov': `${netprov}/tool/esp_prov`, 'netprov/python': `${netprov}/python` } : {}),
    ...(idf
      ? {
          'idf/tools/esp_prov': `${idf}/tools/esp_prov`,
          'idf/components/protocomm/python': `${idf}/components/protocomm/python`,
          'idf/components/wifi_provisioning/python': `${idf}/components/wifi_provisioning/python`,
        }
      : {}),
  };
  return Object.fromEntries(Object.entries(wanted).filter(([, folder]) => existsSync(folder)));
}
