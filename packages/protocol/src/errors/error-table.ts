// biome-ignore-all lint/style/noExcessiveLinesPerFile: a table of texts, read by looking up one entry
import type { exitCodes } from './exit-codes.ts';

/** What a user is told about one kind of failure. */
export interface ErrorEntry {
  /** What happened, as a sentence. */
  readonly meaning: string;
  /** What to do next, as a sentence that any program can show: it names nothing of the command. */
  readonly remedy: string;
  /** What to type at the command `esp-prov`, as a sentence that goes on where the remedy ends. */
  readonly command?: string;
  /** Family of the failure, which decides the exit code of the command. */
  readonly exit: keyof typeof exitCodes;
}

/** Every failure that this project names; programs that report one to a user read its texts here. */
export const errorTable = {
  'usage/invalid-option': {
    meaning: 'An option or argument is missing or invalid.',
    remedy: 'Correct the option or argument that the message names.',
    command: 'Compare the command line with --help of this command.',
    exit: 'usage',
  },
  'usage/empty-secret': {
    meaning: 'A file or an input that should hold a secret is empty.',
    remedy: 'Write the secret into it, or omit its option.',
    exit: 'usage',
  },
  'usage/needs-terminal': {
    meaning: 'A value is missing, and there is no terminal to ask for it.',
    remedy: 'Give the value, or run the program in a terminal.',
    command: 'Pass it as an option: --help lists them.',
    exit: 'usage',
  },
  'wifi/auth-error': {
    meaning: 'The device could not sign in to the network: the password is wrong, or the access point refused it.',
    remedy:
      'Check the Wi-Fi password, then provision again. A device that stays in the failed state must be reset first (firmware v5.1 or later).',
    command: 'Reset it with esp-prov reset.',
    exit: 'provisioningFailed',
  },
  'wifi/network-not-found': {
    meaning: 'The device does not hear a network of this name.',
    remedy:
      'Check the SSID. Check that the access point is in range and uses a band that the device has (most ESP32: 2.4 GHz only).',
    exit: 'provisioningFailed',
  },
  'wifi/connection-failed': {
    meaning: 'The device could not join the network, and reported a reason that this version does not know.',
    remedy: 'Look for the disconnect reason in the log of the device.',
    exit: 'provisioningFailed',
  },
  'wifi/disconnected': {
    meaning: 'The device reported that it is not connected to the network.',
    remedy: 'Check that the network is in range, then provision again.',
    exit: 'provisioningFailed',
  },
  'wifi/join-timeout': {
    meaning: 'The time to wait ended while the device was still connecting.',
    remedy: 'The device has stored the credentials. Check whether it joins later, or wait longer next time.',
    command: 'Wait longer with --timeout.',
    exit: 'outcomeUnknown',
  },
  'wifi/outcome-unknown': {
    meaning: 'The link was lost after the credentials were sent, so the outcome is unknown.',
    remedy:
      'Look for the device in its network. If its access point comes back, or it is advertised again, it did not join: connect to it, and provision it again.',
    command: 'With a longer --timeout, the command waits longer for an access point that comes back.',
    exit: 'outcomeUnknown',
  },
  'wifi/no-networks': {
    meaning: 'The device sees no network.',
    remedy: 'Move the device closer to an access point and scan again, or name the network yourself.',
    command: 'Name the network with --ssid.',
    exit: 'provisioningFailed',
  },
  'wifi/invalid-ssid': {
    meaning: 'The network name is empty or too long.',
    remedy: 'Expected an SSID of 1 to 32 bytes, for example MyHomeWiFi. Letters outside ASCII take two bytes or more.',
    exit: 'usage',
  },
  'wifi/invalid-passphrase': {
    meaning: 'The device cannot join the network with this passphrase.',
    remedy:
      'Expected 8 to 63 bytes for WPA; 5 or 13 characters, or 10 or 26 hexadecimal digits, for WEP; nothing for an open network. A raw key of 64 digits cannot be used.',
    exit: 'usage',
  },
  'wifi/invalid-access-point': {
    meaning: 'The BSSID or the channel is not valid.',
    remedy:
      'Expected a BSSID of six bytes, for example aa:bb:cc:dd:ee:ff, and a channel from 1 to 14, or from 32 to 177 at 5 GHz.',
    exit: 'usage',
  },
  'link/address-invalid': {
    meaning: 'The address of the service is not valid.',
    remedy: 'Expected host, host:port or [IPv6]:port, for example 192.168.4.1:80.',
    exit: 'usage',
  },
  'link/unreachable': {
    meaning: 'The service cannot be reached.',
    remedy:
      'Check its name or address, and that the device is on and offers provisioning. Over SoftAP, also check that this machine has joined its access point.',
    exit: 'link',
  },
  'link/lost': {
    meaning: 'The link to the device was lost in the middle of the conversation.',
    remedy: 'Check the power and the distance of the device, then try again.',
    exit: 'link',
  },
  'link/timeout': {
    meaning: 'The device did not answer in time.',
    remedy: 'Move closer to the device or restart it, then try again.',
    exit: 'link',
  },
  'link/closed': {
    meaning: 'This side has already closed the connection.',
    remedy: 'Open a new connection and a new session.',
    exit: 'link',
  },
  'link/protocol': {
    meaning: 'The other side does not use the transport as a provisioning device does.',
    remedy: 'Check that the address belongs to a device that is being provisioned.',
    exit: 'service',
  },
  'link/input-ended': {
    meaning: 'Input ended while an answer was expected.',
    remedy: 'Start again, and paste the answer of the device each time that you are asked for it.',
    exit: 'link',
  },
  'endpoint/not-found': {
    meaning: 'The device has no endpoint of this name.',
    remedy: 'Check the name. Firmware has prov-scan from ESP-IDF v3.3 on and prov-ctrl from v5.1 on.',
    exit: 'service',
  },
  'endpoint/outcome-unknown': {
    meaning:
      'The link was lost at a moment when the request may have been sent, so it is unknown whether the device received it.',
    remedy: 'Find out from the device whether it received the request. Send it again only if that is safe.',
    exit: 'outcomeUnknown',
  },
  'endpoint/invalid-answers': {
    meaning: 'The file that describes the endpoints of a virtual device is not valid.',
    remedy: 'Fix the entry that the message names.',
    command: 'See “The virtual ESP32” in the documentation for the format.',
    exit: 'usage',
  },
  'endpoint/refused': {
    meaning: 'The device refused the request without an answer.',
    remedy: 'Start a new session. The log of the device says why it refused.',
    exit: 'refused',
  },
  'endpoint/request-size': {
    meaning: 'The request is empty, or longer than this transport can carry.',
    remedy:
      'Send at least one byte, or use a transport that carries more: a console carries up to 119 bytes, SoftAP up to 4096.',
    exit: 'usage',
  },
  'version/unreadable': {
    meaning: 'The reply of proto-ver is not a version that this project knows.',
    remedy: 'Check that the address belongs to a device that is being provisioned.',
    exit: 'service',
  },
  'version/mismatch': {
    meaning: 'The protocol version of the device is not the expected one.',
    remedy: 'Compare the expected version with the one that the device reports.',
    command: 'Correct --proto-ver. To see the version of the device, type esp-prov info.',
    exit: 'service',
  },
  'version/draft-unsupported': {
    meaning:
      'The device seems to use the draft of network_provisioning 0.1 or 0.2, which no other software understands.',
    remedy: 'Update its firmware to network_provisioning 1.0 or later.',
    exit: 'service',
  },
  'version/feature-missing': {
    meaning: 'The device does not support this feature.',
    remedy: 'If the device cannot scan, name the network yourself. If it cannot be reset, restart or erase it.',
    command: 'Name the network with --ssid.',
    exit: 'service',
  },
  'session/scheme-unsupported': {
    meaning: 'The security scheme of the device is unknown, or cannot be used here.',
    remedy:
      'Update this software if the firmware is newer. Firmware v3.2 and its betas do not report a scheme, so security 1 has to be chosen for them.',
    command: 'Provision firmware v3.2 with --legacy.',
    exit: 'session',
  },
  'session/scheme-mismatch': {
    meaning: 'The two sides do not use the same security scheme.',
    remedy:
      'Let no other client talk to the device, and try again. If the error remains, use the scheme that the maker or the label names.',
    exit: 'session',
  },
  'session/downgraded': {
    meaning: 'The device offers less security than was demanded, or than the given secret needs.',
    remedy:
      'Compare the device with its label and its log: another device may be answering in its place. A device without a secret has to be allowed explicitly.',
    command: 'Only if you know that the device has no secret, give --no-pop or --sec-ver 0, and omit the secret.',
    exit: 'session',
  },
  'session/unproven': {
    meaning: 'The device proves nothing, so another device in its place could get the credentials.',
    remedy: 'Give the secret of the device. A device without a secret has to be allowed explicitly.',
    command: 'Only if you know that the device has no secret, give --no-pop or --sec-ver 0.',
    exit: 'session',
  },
  'session/pop-required': {
    meaning: 'Security 1 needs the proof of possession of the device.',
    remedy: 'Give the proof of possession as the label of the device shows it.',
    command: 'Pass it with --pop.',
    exit: 'session',
  },
  'session/proof-mismatch': {
    meaning: 'The secret is wrong: the two sides did not arrive at the same key.',
    remedy: 'Check the proof of possession (PoP), or the user name and password, of the device.',
    command:
      'For a device of security 2, check the flashed salt and verifier against the password with esp-prov credentials check FILE. If they do not fit, read “Salts that lost a byte” in the documentation. If the secret has letters outside ASCII, try --encoding latin1.',
    exit: 'session',
  },
  'session/device-unproven': {
    meaning: 'The device did not prove that it knows the secret.',
    remedy: 'Do not trust this device: it may be an impostor.',
    exit: 'session',
  },
  'session/user-required': {
    meaning: 'Security 2 needs the user name and the password of the device.',
    remedy: 'Give both as they are on the label of the device, or as its maker names them.',
    command: 'Pass them with --sec2-username and --sec2-pwd.',
    exit: 'session',
  },
  'session/tampered': {
    meaning: 'A sealed message was altered on its way, or the two sides are out of step.',
    remedy: 'Open a new session. If the error remains, somebody interferes with the link.',
    command: 'Only if you know that a custom endpoint answers with what it was sent, add --allow-echo.',
    exit: 'session',
  },
  'session/counter-exhausted': {
    meaning: 'The session has sealed as many messages as its scheme allows.',
    remedy: 'Open a new session.',
    exit: 'session',
  },
  'session/weak-key': {
    meaning: 'The other side sent a public key with which anybody could predict the key of the session.',
    remedy: 'Do not trust the other side: it is broken or an impostor.',
    exit: 'session',
  },
  'session/replaced': {
    meaning: 'Another client has taken the session with the device.',
    remedy: 'Let no other client talk to the device, then try again.',
    exit: 'session',
  },
  'session/invalid-parameters': {
    meaning: 'A field of a handshake message has a wrong length.',
    remedy:
      'The other side is broken, or uses a later version of the protocol. Report the error with the logs of both sides.',
    exit: 'session',
  },
  'session/invalid-state': {
    meaning: 'A handshake message arrived out of order.',
    remedy: 'Start a new session.',
    exit: 'session',
  },
  'session/not-established': {
    meaning: 'A sealed request arrived before the handshake was complete.',
    remedy: 'Complete the handshake first.',
    exit: 'session',
  },
  'session/broken': {
    meaning: 'An earlier request in this session failed, so the keys of the session can no longer be used.',
    remedy: 'Open a new session.',
    exit: 'session',
  },
  'message/malformed': {
    meaning: 'The bytes that arrived are not the expected message.',
    remedy: 'Start a new session. If the error remains, the device is broken, or it is not a provisioning device.',
    exit: 'message',
  },
  'message/unexpected': {
    meaning: 'A valid message arrived that does not answer the request.',
    remedy: 'Start a new session. If the error remains, report it with the log of the device.',
    exit: 'message',
  },
  'credentials/unportable': {
    meaning: "Espressif's tools and apps disagree about this salt, or about this user name and password.",
    remedy: 'Choose another salt or password, unless you know that only one of these programs will be used.',
    command: 'If you know that, add --force.',
    exit: 'usage',
  },
  'qr/unreadable': {
    meaning: 'The text or picture holds no QR code of a provisioning device.',
    remedy: 'Expected a code such as {"ver":"v1","name":"PROV_261FCC","pop":"…","transport":"ble"}.',
    exit: 'usage',
  },
  'device/status': {
    meaning: 'The device understood the request and answered with an error status.',
    remedy: 'The status names the reason, and the log of the device says more.',
    exit: 'refused',
  },
  'device/apply-refused': {
    meaning: 'The device did not apply the credentials: it already has some, or its radio refused.',
    remedy: 'After a failed attempt, reset the device first (firmware v5.1 or later). Otherwise restart or erase it.',
    command: 'Reset it with esp-prov reset.',
    exit: 'refused',
  },
  'device/scan-endless': {
    meaning: 'The scan of the device does not end.',
    remedy: 'Reset and restart the device. Next time, scan before you apply credentials.',
    command: 'Reset it with esp-prov reset.',
    exit: 'refused',
  },
  'device/session-only': {
    meaning: 'The device is set up already: it offers a secure session, and takes no credentials.',
    remedy:
      'Make it take credentials as its maker provides for: by a button, by an app, or by an endpoint of its own. A device that has prov-ctrl can be told to provision again. Erasing its flash makes it forget everything.',
    command: 'For prov-ctrl type esp-prov reprov. For an endpoint of its own, type esp-prov session.',
    exit: 'service',
  },
  'thread/network-not-found': {
    meaning: 'The device cannot find the Thread network of the dataset.',
    remedy: 'Check that the border router is on and in range, and that the dataset is the active one.',
    exit: 'provisioningFailed',
  },
  'thread/attach-failed': {
    meaning: 'The device could not attach to the Thread network.',
    remedy: 'Look at the log of the device, then provision again.',
    exit: 'provisioningFailed',
  },
  'thread/attach-timeout': {
    meaning: 'The time to wait ended while the device was still attaching.',
    remedy: 'The device has stored the dataset. Check whether it attaches later, or wait longer next time.',
    command: 'Wait longer with --timeout.',
    exit: 'outcomeUnknown',
  },
  'thread/outcome-unknown': {
    meaning: 'The link was lost after the dataset was sent, so the outcome is unknown.',
    remedy: 'Check whether the device attached to the network. If it still offers provisioning, provision it again.',
    exit: 'outcomeUnknown',
  },
  'thread/invalid-dataset': {
    meaning: 'The operational dataset is not valid.',
    remedy: 'Expected 1 to 254 bytes of TLVs, for example the active dataset that the border router exports.',
    exit: 'usage',
  },
  'manager/invalid-state': {
    meaning: 'The provisioning manager cannot do this in its present state.',
    remedy:
      'Check the state first: some calls are allowed only before start, others only while it runs or only after a failure.',
    exit: 'refused',
  },
  'manager/timeout': {
    meaning: 'The service of the provisioning manager did not end in the given time.',
    remedy: 'Wait longer, or end the service with stop.',
    exit: 'refused',
  },
  'adapter/unknown-device': {
    meaning: 'The application names a device that no search has found and that was not created.',
    remedy: 'Search for devices first, or create the device by its name, and use the name that comes back.',
    exit: 'usage',
  },
  'adapter/not-connected': {
    meaning: 'The application uses a device or node that is not connected.',
    remedy: 'Connect first; after a lost link or a failed request to a node, connect again.',
    exit: 'usage',
  },
  'bluetooth/no-bus': {
    meaning: 'This machine has no D-Bus system bus, so its Bluetooth service cannot be reached.',
    remedy: 'Install and start dbus, or name the bus in the variable DBUS_SYSTEM_BUS_ADDRESS.',
    exit: 'host',
  },
  'bluetooth/no-service': {
    meaning: 'The Bluetooth service of this machine, bluetoothd, is not running.',
    remedy: 'Install the package bluez and start it: sudo systemctl enable --now bluetooth.',
    exit: 'host',
  },
  'bluetooth/no-adapter': {
    meaning: 'This machine has no Bluetooth adapter, or not the requested one.',
    remedy: 'Plug in an adapter, or choose one of those that bluetoothctl list shows.',
    command: 'Choose it with --ble-adapter.',
    exit: 'host',
  },
  'bluetooth/powered-off': {
    meaning: 'The Bluetooth adapter is switched off.',
    remedy: 'Switch it on: bluetoothctl power on.',
    exit: 'host',
  },
  'bluetooth/blocked': {
    meaning: 'The Bluetooth adapter is blocked by rfkill, by software or by a switch of the machine.',
    remedy:
      'Unblock it: sudo rfkill unblock bluetooth. If the block is a hard one, use the switch of the machine or end its flight mode.',
    exit: 'host',
  },
  'bluetooth/not-permitted': {
    meaning: 'This user or this page may not use Bluetooth.',
    remedy:
      'On Linux, add the user to the group bluetooth and log in again. In a browser, show the list of devices from a click; a frame needs allow="bluetooth", and a policy of the server must not exclude it.',
    exit: 'host',
  },
  'bluetooth/refused': {
    meaning: 'The Bluetooth service of this machine refused the request.',
    remedy: 'The message of the service names the reason, and journalctl -u bluetooth says more.',
    exit: 'host',
  },
  'bluetooth/pairing-failed': {
    meaning: 'The device requires an encrypted link, and pairing with it failed.',
    remedy: 'Restart the device and try again. To forget an old pairing: bluetoothctl remove ADDRESS.',
    exit: 'link',
  },
  'bluetooth/stale-bond': {
    meaning: 'This machine keeps the keys of an earlier pairing that the device no longer knows.',
    remedy: 'Forget the old pairing: bluetoothctl remove ADDRESS. Then try again.',
    exit: 'link',
  },
  'bluetooth/stale-cache': {
    meaning: 'This machine remembers services that the device no longer has, for example after a firmware update.',
    remedy: 'Forget the device: bluetoothctl remove ADDRESS. Then try again.',
    exit: 'link',
  },
  'bluetooth/not-found': {
    meaning: 'No matching Bluetooth device was found.',
    remedy: 'Check that the device is on, in range and not connected to another client.',
    command: 'List the devices that advertise with esp-prov discover.',
    exit: 'link',
  },
  'bluetooth/nothing-chosen': {
    meaning: 'No device was chosen in the list that the browser shows.',
    remedy:
      'Check that the device is on, near and ready to be set up, and that no phone is connected to it. Then open the list again.',
    exit: 'link',
  },
  'bluetooth/no-provisioning': {
    meaning: 'The connected device offers no provisioning service.',
    remedy:
      'Choose a device that advertises a provisioning service, or name the UUID of its service. To forget services of older firmware: bluetoothctl remove ADDRESS.',
    command: 'Name the service with --service-uuid.',
    exit: 'service',
  },
  'bluetooth/invalid-name': {
    meaning: 'The name of the service does not fit into an advertisement.',
    remedy: 'Expected a name of 1 to 29 bytes, for example PROV_261FCC. Letters outside ASCII take two bytes or more.',
    exit: 'usage',
  },
  'serial/nothing-chosen': {
    meaning: 'No serial port was chosen in the list that the browser shows.',
    remedy:
      'Connect the board with a cable that carries data, not only power, and install the driver of its USB chip where the system lacks it. Then open the list again.',
    exit: 'link',
  },
  'serial/not-permitted': {
    meaning: 'The browser keeps serial ports from this page.',
    remedy:
      'Open the page by https or from localhost, and show the list of ports from a click. A frame needs allow="serial", and a policy of the server must not exclude it.',
    exit: 'host',
  },
  'serial/choose-again': {
    meaning: 'The serial port went away and did not come back by itself.',
    remedy:
      'Check the cable, then choose the port again. Chips with a USB port of their own take it away when they restart, and it can return under another name.',
    exit: 'link',
  },
  'gatt/refused': {
    meaning: 'The device refused to read or write an attribute.',
    remedy: 'The number of the ATT error names the reason, and the log of the device says more.',
    exit: 'refused',
  },
  'host/address-in-use': {
    meaning: 'The address to listen on is already in use.',
    remedy: 'Choose another port, or port 0 for a free one.',
    command: 'Choose it with --listen, for example --listen 127.0.0.1:0 (esp-prov web: with --port).',
    exit: 'host',
  },
  'host/address-unusable': {
    meaning: 'The address to listen on does not belong to this machine, or may not be used.',
    remedy: 'Choose another address, for example 127.0.0.1:0. Only an administrator may use ports below 1024.',
    command: 'Choose it with --listen.',
    exit: 'host',
  },
  'flash/locked': {
    meaning: 'Another process has the flash image open.',
    remedy: 'If a virtual device runs on it, switch that device off first, or work on a copy of the file.',
    exit: 'flash',
  },
  'flash/not-bootable': {
    meaning: 'The flash image has no valid partition table, so a chip would not boot.',
    remedy: 'Make a new image, or write a partition table to this one.',
    command: 'Use esp-prov flash create or esp-prov flash write.',
    exit: 'flash',
  },
  'flash/no-nvs': {
    meaning: 'The flash image has no usable NVS partition.',
    remedy: 'Check its partition table, and the content of its NVS partition.',
    command: 'Use esp-prov flash table and esp-prov flash nvs check.',
    exit: 'flash',
  },
  'flash/no-space': {
    meaning: 'The NVS partition has no room for the new data.',
    remedy: 'Erase keys that are not needed, or make the partition larger.',
    command: 'See how full it is with esp-prov flash nvs stats.',
    exit: 'flash',
  },
  'flash/factory-data': {
    meaning: 'The factory data in the flash image cannot be used.',
    remedy: 'Generate the factory data again, and write it to the image.',
    command: 'Use esp-prov credentials --nvs, then esp-prov flash write.',
    exit: 'flash',
  },
  'flash/keys-missing': {
    meaning: 'The NVS partition is encrypted, and its keys were not given.',
    remedy: 'Give the keys of the partition, or the eFuse key that they are derived from.',
    command: 'Name the file with --key-file or --hmac-key-file.',
    exit: 'flash',
  },
  'flash/invalid-request': {
    meaning: 'The request does not fit the flash image.',
    remedy:
      'Expected offsets and sizes that are multiples of 0x1000 within the image, and partitions of its partition table.',
    command: 'List the partitions with esp-prov flash table.',
    exit: 'usage',
  },
  'flash/invalid-value': {
    meaning: 'The NVS partition has no such key, or cannot take this value.',
    remedy: 'Check the names, which have 1 to 15 characters, and the type of the key.',
    command: 'List keys and types with esp-prov flash nvs list.',
    exit: 'usage',
  },
  'flash/invalid-csv': {
    meaning: 'A CSV file does not have the required format.',
    remedy: 'Fix the row that the message names.',
    command: 'See “Flash images” in the documentation for the formats.',
    exit: 'usage',
  },
  'host/package-missing': {
    meaning: 'A package that this needs is not installed.',
    remedy: 'Install the package that the message names.',
    command: 'Type npm install --global esp-prov NAME, which installs it beside the command.',
    exit: 'host',
  },
  'host/file-unusable': {
    meaning: 'A file cannot be read or written, or has the wrong content.',
    remedy: 'Check its path, its permissions and its content.',
    exit: 'host',
  },
  'host/transport-unavailable': {
    meaning: 'This machine or this chip does not have the requested transport.',
    remedy: 'Choose another transport or, for a virtual device, another chip.',
    command: 'Choose it with --transport or --chip.',
    exit: 'host',
  },
  'host/port-unusable': {
    meaning: 'The serial port cannot be opened or used.',
    remedy:
      'Check its name and its cable. Check that no other program has it open, and that this user may open it (on Linux: group dialout).',
    exit: 'host',
  },
  'host/code-not-loaded': {
    meaning: 'A part of this program could not be loaded.',
    remedy: 'Check that this machine has internet, then load the page again.',
    exit: 'host',
  },
  'host/wifi-unusable': {
    meaning: 'The Wi-Fi of this machine cannot be used by this program.',
    remedy: 'Join the access point of the device in the network settings of this machine, then try again.',
    exit: 'host',
  },
  'board/no-service': {
    meaning: 'No Wi-Fi service of this board can be used: neither NetworkManager nor wpa_supplicant answers on D-Bus.',
    remedy: 'Install NetworkManager or wpa_supplicant and start it. Check that this user may reach the system bus.',
    command: 'Type esp-prov doctor --linux, which names what is missing.',
    exit: 'host',
  },
  'board/no-radio': {
    meaning: 'This board has no Wi-Fi interface, or not the requested one, or its Wi-Fi service does not manage it.',
    remedy: 'Check the name of the interface, and that the radio is not blocked (rfkill) and has its country set.',
    command: 'Type esp-prov doctor --linux, which names what is missing.',
    exit: 'host',
  },
  'board/not-permitted': {
    meaning: 'The Wi-Fi service of this board refuses this user.',
    remedy: 'Install the rule that permits it, or run as root.',
    command: 'To see the rule, type esp-prov device --linux --install; with --apply it is installed.',
    exit: 'host',
  },
  'board/refused': {
    meaning: 'The Wi-Fi service of this board refused a request, or did not answer.',
    remedy: 'Check the log of the service: journalctl -u NetworkManager, or -u wpa_supplicant.',
    exit: 'host',
  },
  'board/hotspot-failed': {
    meaning: 'The radio of this board did not open the access point.',
    remedy:
      'Some radios cannot open a protected access point. Use Bluetooth, or allow an open one where nobody else is in range.',
    command: 'Choose --transport ble, or allow it with --hotspot open.',
    exit: 'host',
  },
  'board/program-missing': {
    meaning: 'A program of the system that this needs is not installed.',
    remedy: 'Install the package that the message names.',
    exit: 'host',
  },
  'board/program-failed': {
    meaning: 'A program of the system, or one that was named in an option, failed or did not end in time.',
    remedy: 'Run the program by hand, with the same arguments, and read what it prints.',
    exit: 'host',
  },
  'board/state-damaged': {
    meaning: 'What this board keeps on its disk cannot be read.',
    remedy: 'Restore the file that the message names, or erase the state: the board then gets a new name and secret.',
    command: 'Type esp-prov device --linux --erase, then print a new label with --show-label.',
    exit: 'host',
  },
  'board/busy': {
    meaning: 'Another process is already this device: it uses the same state or the same radio.',
    remedy: 'End the other process, or choose another folder for the state.',
    command: 'Type systemctl stop esp-prov, or choose --state.',
    exit: 'host',
  },
  'helper/gone': {
    meaning: 'The helper program on this machine does not answer.',
    remedy: 'Start the helper again, and use the page that it opens.',
    command: 'Start it with esp-prov web.',
    exit: 'link',
  },
  'helper/refused': {
    meaning:
      'The helper program refused a request: it came from another page, without the token, or was not understood.',
    remedy: 'Use the page that the helper opened. An address of an earlier run has an old token.',
    exit: 'host',
  },
  'helper/target-refused': {
    meaning: 'The helper program reaches only devices in a local network, and the serial ports that it lists.',
    remedy: 'Name a device by its private address, for example 192.168.4.1.',
    command: 'A virtual device on this machine is named with esp-prov web --service-name.',
    exit: 'host',
  },
  'helper/busy': {
    meaning: 'The helper program holds as many links as it may, or the link is in use.',
    remedy: 'Close other pages that use the helper, then try again.',
    exit: 'host',
  },
  'batch/invalid-list': {
    meaning: 'The list of devices is not valid.',
    remedy: 'Expected a first line with the names of the columns, for example service_name,pop,ssid,passphrase.',
    command: 'See “Many devices in a batch” in the documentation for all columns.',
    exit: 'usage',
  },
  'batch/running': {
    meaning: 'Another process is working on this batch.',
    remedy: 'Let it finish, or give this run a report of its own.',
    command: 'Name the report with --report.',
    exit: 'host',
  },
  'air/invalid-scenario': {
    meaning: 'The description of the networks around the device is not valid.',
    remedy: 'Fix the entry that the message names.',
    command: 'See “The air of the virtual ESP32” in the documentation for the format.',
    exit: 'usage',
  },
} as const;

/** A stable name of a failure, such as `session/proof-mismatch`. */
export type ErrorCode = keyof typeof errorTable;
