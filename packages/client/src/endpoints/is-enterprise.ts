/** Enterprise modes of `wifi_auth_mode_t`: WPA2, WPA3 with 192 bits, WPA3, WPA2/WPA3, WPA. esp-idf v5.5: esp_wifi_types_generic.h */
const enterpriseModes: readonly number[] = [5, 10, 14, 15, 16];

/**
 * Whether a network asks for a user name or a certificate (802.1X). The protocol of provisioning carries a name and a
 * password and nothing else, so only firmware that has the rest from elsewhere joins such a network; Espressif's does
 * not, and reports a failure or goes on trying.
 *
 * @param authMode - auth mode as `Provisioner.scan` tells it
 * @example
 * const usable = (await provisioner.scan()).filter(({ authMode }) => !isEnterprise(authMode));
 */
export function isEnterprise(authMode: number): boolean {
  return enterpriseModes.includes(authMode);
}
