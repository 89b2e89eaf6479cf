/** What the README of Espressif's wifi_prov_mgr example shows of its esp_prov, up to the session; white space at the start of lines is gone. */
export const readmeTranscript = `==== Esp_Prov Version: v1.0 ====
BLE client is running in console mode
This could be due to your platform not being supported or dependencies not being met
Please ensure all pre-requisites are met to run the full fledged client
BLECLI >> Please connect to BLE device \`PROV_261FCC\` manually using your tool of choice
BLECLI >> Was the device connected successfully? [y/n] y
BLECLI >> List available attributes of the connected device
BLECLI >> Is the service UUID '0000ffff-0000-1000-8000-00805f9b34fb' listed among available attributes? [y/n] y
BLECLI >> Is the characteristic UUID '0000ff53-0000-1000-8000-00805f9b34fb' listed among available attributes? [y/n] y
BLECLI >> Is the characteristic UUID '0000ff51-0000-1000-8000-00805f9b34fb' listed among available attributes? [y/n] y
BLECLI >> Is the characteristic UUID '0000ff52-0000-1000-8000-00805f9b34fb' listed among available attributes? [y/n] y
==== Verifying protocol version ====
BLECLI >> Write following data to characteristic with UUID '0000ff53-0000-1000-8000-00805f9b34fb' :
>> 56302e31
BLECLI >> Enter data read from characteristic (in hex) :
<<53554343455353
==== Verified protocol version successfully ====
==== Starting Session ====
BLECLI >> Write following data to characteristic with UUID '0000ff51-0000-1000-8000-00805f9b34fb' :
`;

/** A whole run with firmware of v3.2; messages of the session are three dots. */
export const legacyTranscript = `${intro('==== Esp_Prov Version: v1.0 ====\n')}
BLECLI >> Is the service UUID '0000ffff-0000-1000-8000-00805f9b34fb' listed among available attributes? [y/n] y
${characteristics('0000', '-0000-1000-8000-00805f9b34fb', ['ff53', 'ff51', 'ff52'])}
==== Verifying protocol version ====
${exchange('0000ff53-0000-1000-8000-00805f9b34fb', '56302e31', '53554343455353')}
==== Verified protocol version successfully ====
==== Starting Session ====
${exchange('0000ff51-0000-1000-8000-00805f9b34fb')}
${exchange('0000ff51-0000-1000-8000-00805f9b34fb')}
==== Session Established ====
==== Sending Wifi credential to esp32 ====
${exchange('0000ff52-0000-1000-8000-00805f9b34fb')}
==== Wifi Credentials sent successfully ====
==== Applying config to esp32 ====
${exchange('0000ff52-0000-1000-8000-00805f9b34fb')}
==== Apply config sent successfully ====
==== Wifi connection state  ====
${exchange('0000ff52-0000-1000-8000-00805f9b34fb')}
++++ WiFi state: connected ++++
==== Provisioning was successful ====
`;

const versionReply = Buffer.from(
  '{\n\t"prov":\t{\n\t\t"ver":\t"v1.1",\n\t\t"sec_ver":\t1,\n\t\t"sec_patch_ver":\t0,\n\t\t"cap":\t["wifi_scan"]\n\t}\n}',
).toString('hex');

/** A whole run with firmware of today. */
export const modernTranscript = `${intro('')}
BLECLI >> Is the service UUID '021a9004-0382-4aea-bff4-6b3f1c5adfb4' listed among available attributes? [y/n] y
${characteristics('021a', '-0382-4aea-bff4-6b3f1c5adfb4', ['ff51', 'ff52', 'ff53'])}
${exchange('021aff53-0382-4aea-bff4-6b3f1c5adfb4', '2d2d2d', versionReply)}
==== Starting Session ====
${exchange('021aff51-0382-4aea-bff4-6b3f1c5adfb4')}
${exchange('021aff51-0382-4aea-bff4-6b3f1c5adfb4')}
==== Session Established ====
==== Sending Wi-Fi Credentials to Target ====
${exchange('021aff52-0382-4aea-bff4-6b3f1c5adfb4')}
==== Wi-Fi Credentials sent successfully ====
==== Applying Wi-Fi Config to Target ====
${exchange('021aff52-0382-4aea-bff4-6b3f1c5adfb4')}
==== Apply config sent successfully ====
==== Wi-Fi connection state  ====
${exchange('021aff52-0382-4aea-bff4-6b3f1c5adfb4')}
==== WiFi state: Connected ====
==== Provisioning was successful ====
`;

function intro(banner: string): string {
  return `${banner}BLE client is running in console mode
\tThis could be due to your platform not being supported or dependencies not being met
\tPlease ensure all pre-requisites are met to run the full fledged client
BLECLI >> Please connect to BLE device \`PROV_261FCC\` manually using your tool of choice
BLECLI >> Was the device connected successfully? [y/n] y
BLECLI >> List available attributes of the connected device`;
}

function characteristics(before: string, behind: string, slots: readonly string[]): string {
  return slots
    .map(
      (slot) =>
        `BLECLI >> Is the characteristic UUID '${before}${slot}${behind}' listed among available attributes? [y/n] y`,
    )
    .join('\n');
}

function exchange(uuid: string, request = '…', answer = '…'): string {
  return `BLECLI >> Write following data to characteristic with UUID '${uuid}' :
\t>> ${request}
BLECLI >> Enter data read from characteristic (in hex) :
\t<< ${answer}`;
}
