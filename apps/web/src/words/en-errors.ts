import type { ErrorText } from './error-text.ts';

/** Titles and advice for failures, by their code; `family/*` covers the rest of a family, `*` everything else. */
export const enErrors: Readonly<Record<string, ErrorText>> = {
  '*': ['This did not work', 'The details say what was reported.'],

  'link/*': [
    'The connection was lost',
    'Check that the device has power, and is close or well plugged in, then try again.',
  ],
  'link/unreachable': [
    'The device cannot be reached',
    'Move closer. Check that it is on, and that no other phone is connected to it.',
  ],
  'link/timeout': ['The device does not answer', 'It may be busy or too far away. Move closer or restart it.'],
  'link/protocol': ['Something else answered', 'Restart the device and try again.'],

  'endpoint/*': ['The device refused a request', 'Restart the device, then connect again. Its log says why.'],
  'endpoint/not-found': ['The device lacks a function', 'Its firmware is too old, or was built without it.'],
  'endpoint/request-size': ['The message does not fit', 'A USB console carries short lines only. Use another way in.'],

  'version/*': ['Its version is not known here', 'Update the firmware of the device, or this page.'],
  'version/draft-unsupported': ['The firmware is a draft', 'Update it to network_provisioning 1.0 or later.'],
  'version/feature-missing': ['The device lacks a function', 'Its firmware is too old, or was built without it.'],

  'session/*': ['The secure session failed', 'Restart the device, then connect again.'],
  'session/pop-required': ['The device wants its code', 'Enter the code from its label.'],
  'session/user-required': ['The device wants its password', 'Enter user name and password from its label.'],
  'session/proof-mismatch': ['The code is not right', 'Check capitals, and 0 against O.'],
  'session/device-unproven': [
    'The device did not prove itself',
    'The code may be wrong, or another device answers. Compare the label.',
  ],
  'session/downgraded': [
    'Less security than was asked for',
    'It offers a weaker scheme, or an old security 2 (such as patch 0). Another device may be answering: compare the label.',
  ],
  'session/unproven': [
    'The device proves nothing',
    'Another one could answer in its place. Give its code, or allow it.',
  ],
  'session/scheme-unsupported': ['Its security is not known here', 'Update this page, or the firmware of the device.'],
  'session/scheme-mismatch': [
    'The security does not match',
    'Close other apps that set up this device, or check the scheme on its label.',
  ],
  'session/tampered': ['A message was changed on its way', 'Move closer and connect again.'],
  'session/weak-key': ['The device sent a weak key', 'Do not go on: another device may be answering in its place.'],
  'session/replaced': [
    'Another app took over',
    'Close other apps and tabs that set up this device, then connect again.',
  ],

  'message/*': ['The answer makes no sense', 'Restart the device and try again. If it stays so, copy the details.'],
  'qr/unreadable': ['No setup code was found', 'Show the whole code, in good light, or type it.'],

  'device/*': ['The device reported an error', 'Restart it, then try again. Its log says more.'],
  'device/apply-refused': ['The device took no network', 'It has one already, or its radio refused. Reset it first.'],
  'device/scan-endless': ['The list of networks never ends', 'Type the name of the network instead.'],
  'device/session-only': ['This device is set up already', 'To set it up anew, hold its reset or BOOT button.'],

  'bluetooth/*': ['Bluetooth refused', 'Turn Bluetooth off and on, then try again.'],
  'bluetooth/no-adapter': ['No Bluetooth adapter was found', 'Plug one in or turn Bluetooth on, then try again.'],
  'bluetooth/powered-off': ['Bluetooth is switched off', 'Turn it on, then try again.'],
  'bluetooth/not-permitted': [
    'Bluetooth is not allowed here',
    'Allow it in the settings of the browser or the system.',
  ],
  'bluetooth/nothing-chosen': ['No device was chosen', 'Show the list again and pick yours.'],
  'bluetooth/not-found': ['The device was not found', 'Check that it is on, close, and not connected to a phone.'],
  'bluetooth/no-provisioning': [
    'The device offers no setup',
    'It may be set up already. Hold its reset or BOOT button, then try again.',
  ],
  'bluetooth/pairing-failed': ['Pairing failed', 'Forget the device in the Bluetooth settings, then try again.'],
  'bluetooth/stale-bond': ['An old pairing is in the way', 'Forget the device in the Bluetooth settings.'],
  'bluetooth/stale-cache': [
    'Old services are remembered',
    'Forget the device in the Bluetooth settings, then try again.',
  ],
  'gatt/*': ['The device refused a request', 'Restart the device, then connect again.'],

  'serial/*': ['The USB port is gone', 'The cable was pulled, or the chip restarted. Pick it again.'],
  'serial/nothing-chosen': ['No port was chosen', 'Show the list again and pick the port.'],
  'serial/not-permitted': ['USB is not allowed here', 'Allow it in the settings of the browser or the system.'],
  'host/*': ['This computer does not allow it', 'The details name what is missing.'],
  'host/port-unusable': ['The port is in use', 'Close the serial monitor or the IDE that has it open, then try again.'],

  'wifi/*': ['The device could not join', 'Move it closer to the router and try again.'],
  'wifi/no-networks': ['The device sees no network', 'Move it closer to the router, or type the name.'],
  'wifi/outcome-unknown': ['The device went quiet', 'It may be on Wi‑Fi. Look for it before you set it up again.'],
  'wifi/invalid-ssid': ['The network name does not fit', 'A name has 1 to 32 bytes.'],
  'wifi/invalid-passphrase': ['The password does not fit', 'It has 8 to 63 characters.'],

  'helper/*': [
    'The helper program failed',
    'Its terminal may say more. End it there, and start it again: npx esp-prov web',
  ],
  'helper/gone': ['The helper program stopped', 'Start it again in the terminal: npx esp-prov web'],
  'helper/refused': ['The helper refused this page', 'Use the page that the helper opened last.'],
  'helper/target-refused': ['The helper refused the address', 'It reaches devices in a local network only.'],
  'helper/busy': ['The helper is busy', 'Close other pages that use it, then try again.'],
  'page/*': ['This page failed', 'Load it again. The details say what was reported.'],
  'page/reloaded': ['The page was loaded again', 'That ends every connection. Connect once more.'],
  'page/stopped': ['This page stopped watching', 'The device may have joined meanwhile. Look for it first.'],
  'page/other-tab': ['Another tab has the device', 'Go on there, or close it and connect again here.'],
  'page/slept': ['This computer was asleep', 'The device ended the connection meanwhile. Connect once more.'],
  'page/no-way': ['This way is not open here', 'Start over, and choose another way in.'],
  'page/chunk-missing': ['A part of this page is missing', 'Go online and load the page again.'],
};
