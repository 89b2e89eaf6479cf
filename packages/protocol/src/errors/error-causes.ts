import type { ErrorCode } from './error-table.ts';

/**
 * Likely causes of failures whose meaning alone does not tell them, most likely first. They stand apart from
 * {@link errorTable}, so that a page which only names failures need not load them.
 */
export const errorCauses: Readonly<Partial<Record<ErrorCode, readonly string[]>>> = {
  'wifi/auth-error': [
    'The Wi-Fi password is wrong; letter case counts.',
    'The access point wants WPA3 or protected management frames, which older firmware does not have.',
    'The network is an enterprise one, which asks for a user name or a certificate and not for a password alone.',
    'The access point filters addresses, or its table of clients is full.',
  ],
  'wifi/network-not-found': [
    'The access point sends on 5 GHz only, and the chip hears 2.4 GHz only.',
    'The SSID is spelled otherwise: letter case and spaces count.',
    'The access point is out of range, or on a channel that the country setting of the device leaves out.',
  ],
  'wifi/connection-failed': ['The device reports a reason that later firmware has added.'],
  'wifi/disconnected': ['The access point went away or sent the device off.', 'The signal is too weak.'],
  'wifi/join-timeout': [
    'The network does not suit the station, which older firmware tries for ever: it is open and a password was given, the other way round, or an enterprise one.',
    'The network gives no address: its DHCP server does not answer.',
    'The firmware tries several times before it reports a failure, each time for some seconds.',
    'The access point is slow, or far away.',
  ],
  'wifi/outcome-unknown': [
    'The device moved its access point to the channel of the network, and this machine did not follow.',
    'This machine went back to its usual Wi-Fi when the access point of the device closed.',
    'The device joined and ended the service before it was asked.',
  ],
  'wifi/no-networks': [
    'The device stands in a cabinet or at the edge of range.',
    'All networks in reach are on 5 GHz.',
  ],
  'wifi/invalid-ssid': ['A name in another script than Latin takes two to four octets for a letter.'],
  'wifi/invalid-passphrase': [
    'A key of 64 hexadecimal digits, as wpa_passphrase prints it, was given in place of the passphrase.',
    'The passphrase belongs to another network.',
  ],
  'bluetooth/no-provisioning': [
    'This machine remembers the services of the firmware that the device had before.',
    'The device is provisioned already, and its application offers other services.',
  ],
  'link/unreachable': [
    'This machine has not joined the access point of the device, or has left it for a network with internet.',
    'A VPN or mobile data takes the way to 192.168.4.1.',
    'The device is provisioned already and offers no service any more.',
    'The address or port is another one: a virtual device prints its own when it starts.',
    'On a console: the speed is another one than that of the firmware, or its lines are swapped.',
  ],
  'link/lost': ['The device restarted or lost power.', 'This machine left the access point of the device.'],
  'link/timeout': [
    'The device is busy: security 2 takes a chip some seconds.',
    'The link is weak.',
    'Another client holds the one connection that the device has.',
  ],
  'link/protocol': [
    'The address is that of a router or of some other web server.',
    'A proxy or portal answers in place of the device.',
    'On a console: the firmware has none for provisioning, or the device is provisioned already.',
  ],
  'link/input-ended': [
    'The command was started by a program that does not answer its questions.',
    'The input was closed, as by Ctrl-D.',
  ],
  'endpoint/not-found': ['The firmware is older than the endpoint.', 'The application did not register it.'],
  'endpoint/refused': [
    'The session is over: another client has opened one, or the device restarted.',
    'The handler of the application refused the data.',
    'The message was not what the firmware of this release expects.',
  ],
  'endpoint/request-size': [
    'Data for a custom endpoint is longer than one request of the transport.',
    'The device wants security 2, whose first message is longer than a line of a console.',
  ],
  'version/unreadable': [
    'The address is that of some other server.',
    'The firmware is older than v3.3 and says something of its own.',
  ],
  'version/mismatch': ['The firmware was updated since the script with --proto-ver was written.'],
  'version/feature-missing': [
    'The firmware is older than the feature: prov-scan came with v3.3, prov-ctrl with v5.1.',
    'The application left it out.',
  ],
  'session/scheme-unsupported': [
    'Firmware older than v3.3 does not tell its scheme.',
    'The firmware is newer than this software.',
  ],
  'session/scheme-mismatch': [
    '--sec-ver names another scheme than the device was built with.',
    'Another client opened a session with the device at the same moment.',
  ],
  'session/downgraded': [
    'The device was built with a weaker scheme than its label, --min-sec-ver or the given secret says.',
    'The firmware has an older patch of security 2 than --min-sec-patch says; docs/security.md tells what that means.',
    'Something on the way claims that the device has a weaker scheme or no secret, to read the Wi-Fi password.',
  ],
  'session/unproven': [
    'The firmware was built without a proof of possession, or with security 0.',
    'Another device answers in the place of yours, and claims to have no secret.',
  ],
  'session/proof-mismatch': [
    'The proof of possession is that of another device.',
    'Another client opened a session in the middle of the handshake: the device refuses that in the same way.',
    'The verifier in the device was made for another user name or password.',
    'The secret has letters outside ASCII, and the firmware was given them in another encoding (--encoding latin1).',
  ],
  'session/replaced': [
    'An app on a phone, or another run of this command, talks to the device at the same time.',
    'Somebody in range keeps others away from the device, or tries out its secret.',
  ],
  'session/device-unproven': ['The device is not the one on the label.'],
  'session/tampered': [
    'Two clients talk to the device at once.',
    'A message was lost on the way.',
    'Somebody on the way changed a message, or handed a request back as its own answer; docs/security.md tells more.',
    'A custom endpoint of a device at patch level 0 of security 2 answers what it is sent; --allow-echo lets it.',
  ],
  'session/weak-key': ['The device, or somebody in its place, is made to give the secret away.'],
  'session/invalid-parameters': ['The firmware was changed, or is newer than this software.'],
  'message/malformed': ['What answers is no provisioning service.', 'The firmware speaks a draft of the protocol.'],
  'message/unexpected': ['The firmware speaks a draft of the protocol.', 'Two clients talk to the device at once.'],
  'credentials/unportable': [
    "One pair of user name and password in 256 makes Espressif's Python tool and its apps compute different verifiers.",
  ],
  'qr/unreadable': [
    'The firmware cuts payloads at 149 octets, and this one is cut.',
    'The picture is blurred, skewed or too small.',
    'The code is of another kind, such as one for a Wi-Fi network or for Matter.',
  ],
  'device/status': ['The request does not fit into the state of the device, as a reset when nothing has failed.'],
  'device/apply-refused': [
    'An earlier try failed, and the device keeps its credentials.',
    'Another client has provisioned it.',
  ],
  'device/scan-endless': [
    'The device was given credentials before, by whomever: its firmware works on scan results only until then.',
    'The device was scanning while it joined: its radio cannot do both.',
  ],
  'thread/network-not-found': ['The dataset is that of another network, or an old one.'],
  'thread/attach-failed': ['The key of the dataset is not that of the network.', 'The network takes no more devices.'],
  'manager/invalid-state': ['Calls of the application come in another order than the manager wants.'],
  'host/address-in-use': ['A virtual device of an earlier run still has the port.'],
  'host/address-unusable': [
    'The port is below 1024, and this user may not open it.',
    'The address belongs to another machine.',
  ],
  'flash/locked': ['A virtual device runs on this image.'],
  'flash/not-bootable': [
    'The image was erased as a whole, its partition table too.',
    'The file is a partition and no whole image.',
  ],
  'flash/no-nvs': ['The partition table has no partition of the type nvs.', 'The partition is encrypted.'],
  'host/port-unusable': [
    'A monitor or an IDE holds the port.',
    'The user does not belong to the group that may use serial ports.',
    'The adapter was plugged in again and has another name now.',
  ],
  'host/package-missing': ['The command was installed without its optional packages.'],
};
