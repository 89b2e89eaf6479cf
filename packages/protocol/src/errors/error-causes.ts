// biome-ignore-all lint/style/noExcessiveLinesPerFile: a table of texts, read by looking up one entry
import type { ErrorCode } from './error-table.ts';

/**
 * Likely causes of failures, most likely first, beyond what the meaning says. They are kept apart from
 * {@link errorTable}, so that a page which only names failures need not load them.
 */
export const errorCauses: Readonly<Record<ErrorCode, readonly string[]>> = {
  'usage/invalid-option': [
    'The option is misspelled, or belongs to another command.',
    'Two options were given that exclude each other.',
    'A value has spaces or quotes that the shell took for itself.',
  ],
  'usage/empty-secret': [
    'The program that should have written the file has failed.',
    'The file has been made, but nothing was written into it yet.',
  ],
  'usage/needs-terminal': [
    'The program runs in a script, in CI or behind a pipe.',
    'The option that would answer the question was forgotten.',
  ],
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
  'wifi/connection-failed': [
    'The firmware reports a reason of its own, or one that a later release added.',
    'The firmware was changed by its maker, and reports a number that Espressif does not use.',
  ],
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
  'wifi/invalid-access-point': [
    'The BSSID was copied without one of its parts, or from a device and not from an access point.',
    'The frequency in MHz was given in place of the channel.',
  ],
  'link/address-invalid': [
    'A whole URL with http:// and a path was given.',
    'An IPv6 address was given with a port, but without brackets.',
    'The name of a Bluetooth device was given, though SoftAP was chosen.',
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
  'link/closed': [
    'The application uses a transport or a session after it has closed it.',
    'A time limit or a cancellation closed it while a request was waiting.',
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
  'endpoint/outcome-unknown': [
    'The device restarted while it handled the request.',
    'The radio link broke between the request and its answer.',
    'The handler of the endpoint takes longer than the time limit.',
  ],
  'endpoint/invalid-answers': [
    'The file is not JSON, for example because of a comma too many.',
    'An endpoint has the name of one that every device has.',
  ],
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
  'version/draft-unsupported': ['The firmware was built while network_provisioning was a draft, and never updated.'],
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
  'session/pop-required': [
    'The secret was forgotten, or stands under another name on the label: PoP, PIN, code or key.',
    'The firmware has a proof of possession although its maker names none. Many keep the one of the example of ESP-IDF, which its README names.',
  ],
  'session/proof-mismatch': [
    'The proof of possession belongs to another device.',
    'Another client opened a session during the handshake; the device then refuses in the same way.',
    'The verifier in the device was made for another user name or password.',
    'The firmware makes its salt itself, and the salt lost a byte, so the verifier does not fit it. That happens to one such device in 256.',
    'The secret has letters outside ASCII, and the firmware has them in another encoding, for example Latin-1.',
  ],
  'session/device-unproven': ['The device is not the one on the label.'],
  'session/user-required': [
    'The firmware uses security 2, and a proof of possession was given. Security 2 has a user name and a password.',
    'The QR code of the label has no user name.',
  ],
  'session/tampered': [
    'Two clients talk to the device at once.',
    'A message was lost on its way.',
    'Somebody between you and the device changed a message, or returned a request as its own answer.',
    'A custom endpoint of a device at patch level 0 of security 2 answers with exactly what it was sent.',
  ],
  'session/counter-exhausted': [
    'The application keeps one session for a very long time.',
    'The firmware is older than ESP-IDF v5.4.1. Its security 2 uses one nonce for all messages, so a session is ended early.',
  ],
  'session/weak-key': ['The device, or another one in its place, was made to give the secret away.'],
  'session/replaced': [
    'A phone app or another program talks to the device at the same time.',
    'Somebody in range blocks the device for others, or tries to guess its secret.',
  ],
  'session/invalid-parameters': ['The firmware was changed, or is newer than this software.'],
  'session/invalid-state': [
    'Two clients talk to the device in one session.',
    'The client sent the second message of the handshake first, for example after a restart of the device.',
  ],
  'session/not-established': [
    'The device restarted, or ended the session, and the client did not notice.',
    'The client omitted the handshake, as only security 0 permits.',
  ],
  'session/broken': [
    'The error before this one is the cause: a lost link, a time limit or an altered answer.',
    'The application goes on with a session after a request in it has failed.',
  ],
  'message/malformed': [
    'Something that is not a provisioning service answers.',
    'The firmware uses a draft of the protocol.',
  ],
  'message/unexpected': ['The firmware uses a draft of the protocol.', 'Two clients talk to the device at once.'],
  'credentials/unportable': [
    "For one in 256 pairs of user name and password, Espressif's Python tool and its apps compute different verifiers.",
  ],
  'qr/unreadable': [
    'The firmware has cut the code off: its codes have 149 bytes at most.',
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
  'thread/attach-timeout': [
    'The border router is switched off or out of range.',
    'The dataset is of a network that is not there any more.',
    'The device searches all channels, which takes longer than for Wi-Fi.',
  ],
  'thread/outcome-unknown': [
    'The device attached, and ended the service before the status was requested.',
    'The Bluetooth link broke while the radio was busy with the Thread network.',
  ],
  'thread/invalid-dataset': [
    'The dataset was cut off while it was copied.',
    'The pending dataset was exported in place of the active one.',
    'Text was given where hexadecimal digits are expected.',
  ],
  'manager/invalid-state': ['The application calls the manager in the wrong order.'],
  'manager/timeout': [
    'The service is still being offered: nobody has provisioned the device.',
    'The device tries to join a network that does not answer.',
  ],
  'adapter/unknown-device': [
    'The application kept a name from an earlier run.',
    'The name differs in case from the one that the search reported.',
  ],
  'adapter/not-connected': [
    'The application did not wait until connect had ended.',
    'The device ended the link after a successful provisioning, as it does by default.',
  ],
  'bluetooth/no-bus': [
    'The program runs in a container that does not have the socket of the bus.',
    'The system is a minimal one without dbus.',
  ],
  'bluetooth/no-service': [
    'The package bluez is not installed.',
    'The service is disabled, or has stopped because it found no adapter.',
  ],
  'bluetooth/no-adapter': [
    'The firmware of the adapter is missing, so the kernel does not start it. The log of the kernel names the file.',
    'The machine is a virtual one, and the adapter was not passed on to it.',
    'The adapter has another number than before.',
  ],
  'bluetooth/powered-off': [
    'Bluetooth was switched off in the settings of the system.',
    'The adapter starts switched off, because AutoEnable is false in /etc/bluetooth/main.conf.',
  ],
  'bluetooth/blocked': ['Flight mode is on.', 'A Raspberry Pi keeps its radios blocked until its country is set.'],
  'bluetooth/not-permitted': [
    'The user is not in the group that may use Bluetooth.',
    'The page was not opened by https or from localhost.',
    'The user has refused the permission, in the browser or in the system.',
  ],
  'bluetooth/refused': [
    'Another program uses the adapter at the same moment.',
    'The Bluetooth service hangs, for example after the machine has slept.',
    'The adapter cannot search and be connected at the same time.',
  ],
  'bluetooth/pairing-failed': [
    'The device wants a passkey, which provisioning cannot give.',
    'One side keeps the keys of an earlier pairing.',
    'Windows and phones pair by a dialog of the system, which was closed or ran out of time.',
  ],
  'bluetooth/stale-bond': [
    'The flash of the device was erased, or a new firmware was written, after it had been paired.',
    'The device keeps only a few pairings, and has dropped this one for others.',
  ],
  'bluetooth/stale-cache': [
    'The firmware was updated, or configured anew, and now has other endpoints.',
    'Another device uses the address now.',
  ],
  'bluetooth/not-found': [
    'The device is provisioned already, and does not offer the service any more.',
    'A phone is connected to the device. A connected device does not advertise.',
    'The name or its prefix is another one: firmware sets it, and letter case counts.',
    'The firmware was built for SoftAP.',
    'The time was too short: a device can take some seconds after a lost connection to advertise again.',
  ],
  'bluetooth/nothing-chosen': [
    'The list was closed without a choice.',
    'The list was empty, because the device is provisioned already, off or far away.',
    'On Android, location is switched off, or the browser may not use Bluetooth.',
  ],
  'bluetooth/no-provisioning': [
    'This machine remembers the services of the firmware that the device had before.',
    'The device is already provisioned, and its application offers other services.',
  ],
  'bluetooth/invalid-name': [
    'The name is longer than an advertisement can hold.',
    'Letters outside ASCII make the name longer in bytes than in letters.',
  ],
  'serial/nothing-chosen': [
    'The list was closed without a choice.',
    'The cable only carries power.',
    'The driver of the USB chip (CP210x, CH340, FTDI) is missing.',
  ],
  'serial/not-permitted': [
    'The page was not opened by https or from localhost.',
    'The list was requested without a click.',
    'A policy of the administrator forbids serial ports.',
  ],
  'serial/choose-again': [
    'The chip has a USB port of its own, and restarted.',
    'Two boards of the same kind are connected, so it is not certain which one came back.',
    'The cable was pulled out.',
  ],
  'gatt/refused': [
    'The device requires an encrypted link (0x05 or 0x0f).',
    'The data is longer than the attribute takes (0x0d).',
    'The handler of the endpoint failed, or the session is over (0x0e or 0x80 and above).',
  ],
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
  'flash/no-space': [
    'The values are too long for the partition. A text takes 32 bytes more than its content, and a blob 64.',
    'NVS always keeps one page free, so a partition of three pages holds two.',
    'Many changes were written, and no page could be cleaned up.',
  ],
  'flash/factory-data': [
    'The partition was generated with other names or types than the device reads.',
    'Salt and verifier are not from the same run.',
    'The data are for a scheme that the firmware leaves out.',
  ],
  'flash/keys-missing': [
    'The partition was read from a chip with NVS encryption.',
    'The keys are in the partition nvs_keys of the same chip, which flash encryption protects.',
    'With the HMAC scheme, the keys are derived from a key in an eFuse, which cannot be read.',
  ],
  'flash/invalid-request': [
    'An offset was written in decimal in place of hexadecimal, or the other way round.',
    'The name of the partition is misspelled; letter case counts.',
    'The image is of a chip with a smaller flash.',
  ],
  'flash/invalid-value': [
    'The key belongs to another namespace.',
    'The key exists with another type. NVS counts those as different keys.',
    'The number does not fit into its type.',
  ],
  'flash/invalid-csv': [
    'The first line with the names of the columns is missing.',
    'A spreadsheet has saved the file with semicolons, or has changed long numbers.',
    'A value with a comma has no quotes.',
  ],
  'host/package-missing': ['The software was installed without its optional packages.'],
  'host/file-unusable': [
    'The path is relative to another folder than the one that the program runs in.',
    'The file belongs to another user.',
    'The service runs in a sandbox that hides the folder.',
  ],
  'host/transport-unavailable': [
    'The ESP32-S2 has no Bluetooth, and some chips have no Wi-Fi.',
    'The application was not given this transport.',
  ],
  'host/port-unusable': [
    'A monitor or an IDE has the port open.',
    'The user is not in the group that may use serial ports.',
    'The adapter was plugged in again and now has another name.',
  ],
  'host/code-not-loaded': [
    'The machine has joined the access point of the device, which has no internet.',
    'A new version was published while the page was open.',
  ],
  'host/wifi-unusable': [
    'The machine has no Wi-Fi, or it is switched off.',
    'Another program than NetworkManager manages the Wi-Fi of this machine.',
    'The user may not change networks.',
  ],
  'board/no-service': [
    'The board uses another service, such as iwd or connman.',
    'The service wpa_supplicant was started without its interface on D-Bus (option -u).',
    'The program runs in a container without the system bus.',
  ],
  'board/no-radio': [
    'The driver or the firmware of the radio is missing.',
    'NetworkManager is told not to manage the interface.',
    'The radio is blocked until the country is set, as on a new Raspberry Pi.',
  ],
  'board/not-permitted': [
    'The program was started as a user without rights, and the rule for polkit is not installed.',
    'The service runs as another user than the rule names.',
  ],
  'board/refused': [
    'The service restarted while the request waited.',
    'The radio does not support what was requested.',
    'Another program changed the same network at the same moment.',
  ],
  'board/hotspot-failed': [
    'The radio or its driver cannot open a protected access point.',
    'The radio cannot be an access point and join a network on another channel at once.',
    'The country is not set, so no channel may be used.',
  ],
  'board/program-missing': [
    'The system is a minimal one, without the package.',
    'The service has a search path without the folder of the program.',
  ],
  'board/program-failed': [
    'The program needs rights, files or devices that the sandbox of the service hides.',
    'The program waits for input that never comes.',
    'The file is not executable, or its first line names an interpreter that is missing.',
  ],
  'board/state-damaged': [
    'The file was edited by hand.',
    'The disk was full, or the card is worn out.',
    'A later version has written it.',
  ],
  'board/busy': ['The service of the board runs already.', 'Another terminal runs the same device.'],
  'helper/gone': [
    'The terminal in which the helper ran was closed.',
    'The machine has slept, and the helper was ended.',
  ],
  'helper/refused': [
    'The page is from an earlier run of the helper.',
    'A browser extension or a proxy changes the requests.',
  ],
  'helper/target-refused': [
    'A public address or name was given. The helper refuses those, so that no page can use it as a proxy.',
    'The name leads to an address outside of the local network.',
  ],
  'helper/busy': ['A second tab uses the same device.', 'An earlier request has not ended yet.'],
  'batch/invalid-list': [
    'The first line with the names of the columns is missing.',
    'Two rows have the same name or address.',
    'A spreadsheet has saved the file with semicolons.',
  ],
  'batch/running': [
    'The batch runs in another terminal or on another station.',
    'Two lists were given the same report.',
  ],
  'air/invalid-scenario': [
    'The file is not JSON, for example because of a comma too many.',
    'A password does not suit the security mode of its network.',
  ],
};
