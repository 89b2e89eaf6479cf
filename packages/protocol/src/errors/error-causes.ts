import type { ErrorCode } from './error-table.ts';

/**
 * Likely causes of failures, most likely first, where the meaning alone does not show them. They are kept apart from
 * {@link errorTable}, so that a page which only names failures need not load them.
 */
export const errorCauses: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'wifi/auth-error': [
    'The Wi-Fi password is wrong; letter case counts.',
    'The access point requires WPA3 or protected management frames, which older firmware does not support.',
    'The network is an enterprise network, which requires a user name or a certificate besides a password.',
    'The access point filters MAC addresses, or its table of clients is full.',
  ],
  'wifi/network-not-found': [
    'The access point uses 5 GHz only, and the chip hears 2.4 GHz only.',
    'The SSID is spelled differently: letter case and spaces count.',
    'The access point is out of range, or on a channel that the country setting of the device excludes.',
  ],
  'wifi/connection-failed': ['The device reports a reason that later firmware added.'],
  'wifi/disconnected': ['The access point was switched off or disconnected the device.', 'The signal is too weak.'],
  'wifi/join-timeout': [
    'A password was given for an open network, or none for a network that needs one. Older firmware then tries forever.',
    'The network is an enterprise network. Older firmware then tries forever.',
    'The network assigns no address: its DHCP server does not answer.',
    'The firmware tries several times, each for some seconds, before it reports a failure.',
    'The access point is slow, or far away.',
  ],
  'wifi/outcome-unknown': [
    'The device moved its access point to the channel of the network, and this machine did not follow.',
    'This machine returned to its usual Wi-Fi when the access point of the device closed.',
    'The device joined, and ended the service before the status was requested.',
  ],
  'wifi/no-networks': ['The device is inside a cabinet or at the edge of range.', 'All networks in range use 5 GHz.'],
  'wifi/invalid-ssid': ['In scripts other than Latin, each letter of a name takes two to four bytes.'],
  'wifi/invalid-passphrase': [
    'A key of 64 hexadecimal digits, as wpa_passphrase prints it, was given in place of the passphrase.',
    'The passphrase belongs to another network.',
  ],
  'bluetooth/no-provisioning': [
    'This machine remembers the services of the firmware that the device had before.',
    'The device is already provisioned, and its application offers other services.',
  ],
  'link/unreachable': [
    'This machine has not joined the access point of the device, or has left it for a network with internet.',
    'A VPN or mobile data takes over the route to 192.168.4.1.',
    'The device is already provisioned and no longer offers the service.',
    'The address or port is wrong: a virtual device prints its address when it starts.',
    'On a console, the speed differs from that of the firmware, or the data lines are swapped.',
  ],
  'link/lost': ['The device restarted or lost power.', 'This machine left the access point of the device.'],
  'link/timeout': [
    'The device is busy: the handshake of security 2 takes a chip some seconds.',
    'The link is weak.',
    'Another client holds the only connection that the device accepts.',
  ],
  'link/protocol': [
    'The address belongs to a router or to another web server.',
    'A proxy or portal answers in place of the device.',
    'On a console, the firmware does not offer provisioning there, or the device is already provisioned.',
  ],
  'link/input-ended': [
    'The program was started by another program, which does not answer its questions.',
    'The input was closed, for example with Ctrl-D.',
  ],
  'endpoint/not-found': ['The firmware is older than the endpoint.', 'The application did not register it.'],
  'endpoint/refused': [
    'The session is over: another client has opened one, or the device has restarted.',
    'The handler of the application refused the data.',
    'The message was not what this firmware release expects.',
  ],
  'endpoint/request-size': [
    'The data for a custom endpoint does not fit into one request of the transport.',
    'The device requires security 2, and the first message of security 2 does not fit into a line of a console.',
  ],
  'version/unreadable': [
    'The address belongs to another server.',
    'The firmware is older than v3.3 and reports a version of its own kind.',
  ],
  'version/mismatch': ['The firmware was updated after the expected version was written down.'],
  'version/feature-missing': [
    'The firmware is older than the feature: prov-scan came with v3.3, prov-ctrl with v5.1.',
    'The application was built without it.',
  ],
  'session/scheme-unsupported': [
    'Firmware older than v3.3 does not report its scheme.',
    'The firmware is newer than this software.',
  ],
  'session/scheme-mismatch': [
    'A scheme was chosen that the device was not built with.',
    'Another client opened a session with the device at the same moment.',
  ],
  'session/downgraded': [
    'The device was built with a weaker scheme than its label says, than was demanded, or than the given secret needs.',
    'The firmware has an older patch level of security 2 than was demanded.',
    'Somebody between you and the device claims a weaker scheme or no secret, in order to read the Wi-Fi password.',
  ],
  'session/unproven': [
    'The firmware was built without a proof of possession, or with security 0.',
    'Another device answers in place of yours, and claims to have no secret.',
  ],
  'session/proof-mismatch': [
    'The proof of possession belongs to another device.',
    'Another client opened a session during the handshake; the device then refuses in the same way.',
    'The verifier in the device was made for another user name or password.',
    'The verifier in the device belongs to a part of its salt: one of 256 that firmware makes for itself does.',
    'The secret has letters outside ASCII, and the firmware has them in another encoding, for example Latin-1.',
  ],
  'session/replaced': [
    'A phone app or another program talks to the device at the same time.',
    'Somebody in range blocks the device for others, or tries to guess its secret.',
  ],
  'session/device-unproven': ['The device is not the one on the label.'],
  'session/tampered': [
    'Two clients talk to the device at once.',
    'A message was lost on its way.',
    'Somebody between you and the device changed a message, or returned a request as its own answer.',
    'A custom endpoint of a device at patch level 0 of security 2 answers with exactly what it was sent.',
  ],
  'session/weak-key': ['The device, or another one in its place, was made to give the secret away.'],
  'session/invalid-parameters': ['The firmware was changed, or is newer than this software.'],
  'message/malformed': [
    'Something that is not a provisioning service answers.',
    'The firmware uses a draft of the protocol.',
  ],
  'message/unexpected': ['The firmware uses a draft of the protocol.', 'Two clients talk to the device at once.'],
  'credentials/unportable': [
    "For one in 256 pairs of user name and password, Espressif's Python tool and its apps compute different verifiers.",
  ],
  'qr/unreadable': [
    'The firmware cuts codes off after 149 bytes, as it did with this one.',
    'The picture is blurred, skewed or too small.',
    'The code is of another kind, for example for a Wi-Fi network or for Matter.',
  ],
  'device/status': ['The state of the device does not allow the request, for example a reset when nothing has failed.'],
  'device/apply-refused': [
    'An earlier attempt failed, and the device keeps its credentials.',
    'Another client has provisioned it.',
  ],
  'device/scan-endless': [
    'The device already has credentials: its firmware delivers scan results only until it gets some.',
    'The device was scanning while it joined: its radio cannot do both.',
  ],
  'device/session-only': [
    'The device joined its network before: firmware with network_provisioning 1.4 can keep the session, without the provisioning, from then on.',
    'The firmware starts in this mode, and takes credentials only once its application enables that.',
  ],
  'thread/network-not-found': ['The dataset belongs to another network, or is an old one.'],
  'thread/attach-failed': ['The network key of the dataset is wrong.', 'The network accepts no more devices.'],
  'manager/invalid-state': ['The application calls the manager in the wrong order.'],
  'host/address-in-use': ['A virtual device of an earlier run still uses the port.'],
  'host/address-unusable': [
    'The port is below 1024, and this user may not use it.',
    'The address belongs to another machine.',
  ],
  'flash/locked': ['A virtual device is running on this image.'],
  'flash/not-bootable': [
    'The whole image was erased, including its partition table.',
    'The file is a single partition and not a whole image.',
  ],
  'flash/no-nvs': ['The partition table has no partition of type nvs.', 'The partition is encrypted.'],
  'host/port-unusable': [
    'A monitor or an IDE has the port open.',
    'The user is not in the group that may use serial ports.',
    'The adapter was plugged in again and now has another name.',
  ],
  'host/package-missing': ['The software was installed without its optional packages.'],
};
