// What people type for a page whose own words are others, or stand on many pages. A test names pages that are not there.

/** Words by path without `.md`: the search finds the page by each of them, and prefers it. */
export const searchWords = {
  'guides/real-device': 'provision pop secret usb erase windows macos flash monitor qr',
  'guides/without-hardware': 'docker ci github gitlab container simulator emulator mock test',
  'guides/from-esp-prov': 'esp_prov python',
  'guides/many-devices': 'batch csv list',
  'guides/production': 'labels factory manufacturing',
  'guides/linux-board': 'raspberry pi linux phone yocto buildroot iwd',
  'guides/page-on-your-site': 'button embed element widget',
  'guides/app-in-node': 'library javascript typescript npm electron react native cancel',
  'guides/by-hand': 'provision usb serial uart console',
  'guides/firmware-setup': 'pop verifier salt migrate',
  'how-it-works/protocol/transport-bluetooth': 'uuid gatt ble characteristic',
  'how-it-works/protocol/config': 'apply wire',
  'reference/support': 'node version windows macos browsers safari firefox chrome chip chips esp8266 h2 s2',
  'reference/virtual-faults': 'power cut brownout',
  'reference/commands/qr': 'qr code label',
  'reference/commands/flash/erase-flash': 'erase wipe',
  'reference/commands/reset': 'erase forget factory',
  'troubleshooting/phone-apps': 'phone app android ios iphone',
  'troubleshooting/after-provisioning': 'router change',
  'troubleshooting/bluetooth': 'uuid windows pairing',
};
