// biome-ignore-all lint/style/noExcessiveLinesPerFile: a table of texts, read by looking up one entry
import type { exitCodes } from './exit-codes.ts';

/** What a user is told about one kind of failure. */
export interface ErrorEntry {
  /** What happened, as a sentence. */
  readonly meaning: string;
  /** What to do next, as a sentence. */
  readonly remedy: string;
  /** Family of the failure, which decides the exit code of the command. */
  readonly exit: keyof typeof exitCodes;
}

/** Every failure that this project names; whoever tells a user about one reads its texts here. */
export const errorTable = {
  'usage/invalid-option': {
    meaning: 'An option or argument is missing or has a value that it cannot have.',
    remedy: 'Compare the command with its --help.',
    exit: 'usage',
  },
  'usage/empty-secret': {
    meaning: 'A file or an input that should hold a secret is empty.',
    remedy: 'Write the secret into it, or leave its option out.',
    exit: 'usage',
  },
  'usage/needs-terminal': {
    meaning: 'Something has to be asked, and there is no terminal to ask on.',
    remedy: 'Pass the value as an option, or run the command in a terminal.',
    exit: 'usage',
  },
  'wifi/auth-error': {
    meaning: 'The device could not sign in to the network: the password is wrong, or the access point refused it.',
    remedy:
      'Check the Wi-Fi password, then provision again; a device that stays failed needs esp-prov reset before (v5.1 on).',
    exit: 'provisioningFailed',
  },
  'wifi/network-not-found': {
    meaning: 'The device does not hear a network of this name.',
    remedy:
      'Check the SSID, and that the access point is in range on a band that the device has (most ESP32: 2.4 GHz only).',
    exit: 'provisioningFailed',
  },
  'wifi/connection-failed': {
    meaning: 'The device gave up joining the network without a reason that this version knows.',
    remedy: 'Look at the log of the device for its disconnect reason.',
    exit: 'provisioningFailed',
  },
  'wifi/disconnected': {
    meaning: 'The device reported that its station is disconnected.',
    remedy: 'Check that the network is in range, then provision again.',
    exit: 'provisioningFailed',
  },
  'wifi/join-timeout': {
    meaning: 'The device still reports that it is connecting, and the time to wait is over.',
    remedy: 'The credentials are stored: look at the device, or give it longer with --timeout.',
    exit: 'outcomeUnknown',
  },
  'wifi/outcome-unknown': {
    meaning: 'The link was lost after the credentials were sent, so nobody told how it ended.',
    remedy: 'Look whether the device joined the network; when it still offers provisioning, run the command again.',
    exit: 'outcomeUnknown',
  },
  'wifi/no-networks': {
    meaning: 'The device sees no network.',
    remedy: 'Move it closer to an access point and scan again, or name the network with --ssid.',
    exit: 'provisioningFailed',
  },
  'wifi/invalid-ssid': {
    meaning: 'A network name has 1 to 32 octets.',
    remedy: 'Check the SSID; letters outside ASCII count two octets or more.',
    exit: 'usage',
  },
  'wifi/invalid-passphrase': {
    meaning: 'With this passphrase the device cannot join the network.',
    remedy:
      'WPA takes 8 to 63 octets, WEP 5 or 13 characters or 10 or 26 hexadecimal digits, an open network nothing; a raw key of 64 digits does not fit.',
    exit: 'usage',
  },
  'link/address-invalid': {
    meaning: 'The address of the service cannot be read.',
    remedy: 'Give host, host:port or [IPv6]:port, for example 192.168.4.1:80.',
    exit: 'usage',
  },
  'link/unreachable': {
    meaning: 'The service cannot be reached.',
    remedy:
      'Check its name or address, that the device is on and offers provisioning, and over SoftAP that this machine has joined its access point.',
    exit: 'link',
  },
  'link/lost': {
    meaning: 'The device went away in the middle of the conversation.',
    remedy: 'Check its power and distance, then run the command again.',
    exit: 'link',
  },
  'link/timeout': {
    meaning: 'The device did not answer in time.',
    remedy: 'Move closer or restart the device, then run the command again.',
    exit: 'link',
  },
  'link/closed': {
    meaning: 'The connection was already closed by this side.',
    remedy: 'Open a new connection and a new session.',
    exit: 'link',
  },
  'link/protocol': {
    meaning: 'The other side does not speak the transport as a provisioning device does.',
    remedy: 'Check that the address belongs to a device that is being provisioned.',
    exit: 'service',
  },
  'link/input-ended': {
    meaning: 'The input ended while an answer was to be typed.',
    remedy: 'Run the command again and paste the answer of the device each time that it is asked for.',
    exit: 'link',
  },
  'endpoint/not-found': {
    meaning: 'The device has no endpoint of this name.',
    remedy: 'Check the name; prov-ctrl exists from ESP-IDF v5.1 on, prov-scan from v3.3 on.',
    exit: 'service',
  },
  'endpoint/refused': {
    meaning: 'The device refused the request without an answer.',
    remedy: 'Start a new session; the log of the device tells why it refused.',
    exit: 'refused',
  },
  'endpoint/request-size': {
    meaning: 'The request is empty or longer than this transport can carry.',
    remedy: 'Send one octet or more, or take a transport that carries more: a console 119 octets, SoftAP 4096.',
    exit: 'usage',
  },
  'version/unreadable': {
    meaning: 'The reply of proto-ver is not a version that this project knows.',
    remedy: 'Check that the address belongs to a device that is being provisioned.',
    exit: 'service',
  },
  'version/mismatch': {
    meaning: 'The device speaks another protocol version than the one asked for.',
    remedy: 'Compare --proto-ver with the version that the device has; esp-prov info shows it.',
    exit: 'service',
  },
  'version/draft-unsupported': {
    meaning: 'The device seems to speak the draft of network_provisioning 0.1 or 0.2, which nobody else understands.',
    remedy: 'Update its firmware to network_provisioning 1.0 or later.',
    exit: 'service',
  },
  'version/feature-missing': {
    meaning: 'The device does not offer the asked feature.',
    remedy: 'Name the network with --ssid when it cannot scan; restart or erase it when it cannot be reset.',
    exit: 'service',
  },
  'session/scheme-unsupported': {
    meaning: 'The security scheme of the device is not known, or cannot be used here.',
    remedy:
      'Firmware of v3.2 and its betas does not tell its scheme, and is provisioned with --legacy. For newer firmware, update this software.',
    exit: 'session',
  },
  'session/scheme-mismatch': {
    meaning: 'The two sides do not use the same security scheme.',
    remedy:
      'Let no other client talk to the device, and try again. If it stays so, use the scheme that its maker or label names.',
    exit: 'session',
  },
  'session/downgraded': {
    meaning: 'The device offers less security than was demanded, or than the given secret needs.',
    remedy:
      'Something may be in its place: compare it with its label and its log. Only for a device that you know to have no secret: --no-pop or --sec-ver 0, without the secret.',
    exit: 'session',
  },
  'session/unproven': {
    meaning: 'The device proves nothing, so anything in its place could get the credentials.',
    remedy:
      'Give the secret of the device if it has one. Only if you know that it has none: --no-pop or --sec-ver 0; in a program, allowUnproven.',
    exit: 'session',
  },
  'session/pop-required': {
    meaning: 'Security 1 needs the proof of possession of the device.',
    remedy: 'Pass --pop with the text on the label of the device.',
    exit: 'session',
  },
  'session/proof-mismatch': {
    meaning: 'The secret is wrong: the two sides did not arrive at the same key.',
    remedy: 'Check the proof of possession (PoP) or the user name and password of the device.',
    exit: 'session',
  },
  'session/device-unproven': {
    meaning: 'The device accepted the secret but did not prove that it knows it.',
    remedy: 'Do not trust this device; it may be an impostor.',
    exit: 'session',
  },
  'session/user-required': {
    meaning: 'Security 2 needs the user name and the password of the device.',
    remedy: 'Pass --sec2-username and --sec2-pwd.',
    exit: 'session',
  },
  'session/tampered': {
    meaning: 'A sealed message was altered on its way, or the two sides are out of step.',
    remedy: 'Open a new session; when it stays so, somebody interferes with the link.',
    exit: 'session',
  },
  'session/counter-exhausted': {
    meaning: 'The session has sealed as many messages as its scheme allows.',
    remedy: 'Open a new session.',
    exit: 'session',
  },
  'session/weak-key': {
    meaning: 'The other side sent a public key that would make the secret predictable.',
    remedy: 'Do not trust this peer; it is broken or an impostor.',
    exit: 'session',
  },
  'session/replaced': {
    meaning: 'Another client has taken the session with the device.',
    remedy: 'Let no other client talk to the device, then run the command again.',
    exit: 'session',
  },
  'session/invalid-parameters': {
    meaning: 'A handshake message has a field of a wrong length.',
    remedy: 'The peer is broken or speaks a later version; report it with the log of both sides.',
    exit: 'session',
  },
  'session/invalid-state': {
    meaning: 'A handshake message came out of order.',
    remedy: 'Start a new session.',
    exit: 'session',
  },
  'session/not-established': {
    meaning: 'A sealed request came before the handshake was done.',
    remedy: 'Finish the handshake first.',
    exit: 'session',
  },
  'session/broken': {
    meaning: 'An earlier exchange of this session failed half-way, so its keys cannot go on.',
    remedy: 'Open a new session.',
    exit: 'session',
  },
  'message/malformed': {
    meaning: 'Bytes arrived that are not the expected message.',
    remedy: 'Start a new session; when it stays so, the device is not a provisioning device or is broken.',
    exit: 'message',
  },
  'message/unexpected': {
    meaning: 'A valid message arrived that is not the answer to the question.',
    remedy: 'Start a new session; when it stays so, report it with the log of the device.',
    exit: 'message',
  },
  'credentials/unportable': {
    meaning: "Salt or pair are of the rare kind about which Espressif's tools and apps disagree.",
    remedy: 'Take another salt or password, or --force when you know that only one of them is used.',
    exit: 'usage',
  },
  'qr/unreadable': {
    meaning: 'The text or picture holds no QR payload of a provisioning device.',
    remedy: 'It should look like {"ver":"v1","name":"PROV_261FCC","pop":"…","transport":"ble"}.',
    exit: 'usage',
  },
  'device/status': {
    meaning: 'The device understood the request and answered with an error status.',
    remedy: 'The status names the reason; the log of the device tells more.',
    exit: 'refused',
  },
  'device/apply-refused': {
    meaning: 'The device would not apply the credentials: it has got some already, or its radio refused.',
    remedy: 'After a failed try run esp-prov reset first (firmware from v5.1 on), else restart or erase the device.',
    exit: 'refused',
  },
  'device/scan-endless': {
    meaning: 'The scan of the device does not end.',
    remedy:
      'Scan before credentials are applied. Now: reset the device (esp-prov reset) and restart it, then try again.',
    exit: 'refused',
  },
  'thread/network-not-found': {
    meaning: 'The device does not find the Thread network of the dataset.',
    remedy: 'Check that the border router is on and in range, and that the dataset is the active one.',
    exit: 'provisioningFailed',
  },
  'thread/attach-failed': {
    meaning: 'The device could not attach to the Thread network.',
    remedy: 'Look at the log of the device, then provision again.',
    exit: 'provisioningFailed',
  },
  'thread/attach-timeout': {
    meaning: 'The device still reports that it is attaching, and the time to wait is over.',
    remedy: 'The dataset is stored: look at the device, or give it longer with --timeout.',
    exit: 'outcomeUnknown',
  },
  'thread/outcome-unknown': {
    meaning: 'The link was lost after the dataset was sent, so nobody told how it ended.',
    remedy:
      'Look whether the device attached to the network; when it still offers provisioning, run the command again.',
    exit: 'outcomeUnknown',
  },
  'thread/invalid-dataset': {
    meaning: 'An operational dataset has 1 to 254 octets of TLVs.',
    remedy: 'Export the active dataset of the border router as hexadecimal digits.',
    exit: 'usage',
  },
  'manager/invalid-state': {
    meaning: 'The provisioning manager cannot do this in its present state.',
    remedy: 'Check the state first: a call belongs before start, while running or after a failure.',
    exit: 'refused',
  },
  'manager/timeout': {
    meaning: 'The service of the provisioning manager did not end in the time given.',
    remedy: 'Give it longer, or end the service with stop.',
    exit: 'refused',
  },
  'bluetooth/no-bus': {
    meaning: 'There is no D-Bus system bus on this machine, so nothing can talk to its Bluetooth service.',
    remedy: 'Install and start dbus, or name the bus with DBUS_SYSTEM_BUS_ADDRESS.',
    exit: 'host',
  },
  'bluetooth/no-service': {
    meaning: 'The Bluetooth service of this machine, bluetoothd, does not run.',
    remedy: 'Install the package bluez and start it: sudo systemctl enable --now bluetooth.',
    exit: 'host',
  },
  'bluetooth/no-adapter': {
    meaning: 'This machine has no Bluetooth adapter, or not the one that was asked for.',
    remedy: 'Plug one in; bluetoothctl list shows those that there are, --ble_adapter chooses one.',
    exit: 'host',
  },
  'bluetooth/powered-off': {
    meaning: 'The Bluetooth adapter is switched off.',
    remedy: 'Switch it on: bluetoothctl power on.',
    exit: 'host',
  },
  'bluetooth/blocked': {
    meaning: 'The Bluetooth adapter is blocked by rfkill, by software or by a switch of the machine.',
    remedy: 'Lift the block: sudo rfkill unblock bluetooth. A hard block ends with the switch or flight mode.',
    exit: 'host',
  },
  'bluetooth/not-permitted': {
    meaning: 'This user may not use the Bluetooth service.',
    remedy: 'Add the user to the group bluetooth and log in again, or run the command as root.',
    exit: 'host',
  },
  'bluetooth/refused': {
    meaning: 'The Bluetooth service of this machine refused the request.',
    remedy: 'Its message names the reason; journalctl -u bluetooth tells more.',
    exit: 'host',
  },
  'bluetooth/pairing-failed': {
    meaning: 'The device wants an encrypted link, and pairing with it failed.',
    remedy: 'Restart the device and try again; bluetoothctl remove ADDRESS forgets an old pairing.',
    exit: 'link',
  },
  'bluetooth/stale-bond': {
    meaning: 'This machine keeps keys of an earlier pairing that the device no longer knows.',
    remedy: 'Forget the old pairing: bluetoothctl remove ADDRESS. Then try again.',
    exit: 'link',
  },
  'bluetooth/stale-cache': {
    meaning: 'This machine remembers services of the device that it no longer has, as after a change of its firmware.',
    remedy: 'Forget the device: bluetoothctl remove ADDRESS. Then try again.',
    exit: 'link',
  },
  'bluetooth/not-found': {
    meaning: 'No device that fits was seen.',
    remedy: 'Check that it is on, in range and not connected elsewhere; esp-prov discover shows who advertises.',
    exit: 'link',
  },
  'bluetooth/no-provisioning': {
    meaning: 'The connected device offers no provisioning service.',
    remedy:
      'Choose a device that advertises one, or name its service with --service_uuid; bluetoothctl remove ADDRESS forgets services of older firmware.',
    exit: 'service',
  },
  'bluetooth/invalid-name': {
    meaning: 'The name of the service does not fit into an advertisement.',
    remedy: 'Choose a name of 1 to 29 octets; letters outside ASCII count two octets or more.',
    exit: 'usage',
  },
  'gatt/refused': {
    meaning: 'The device refused to read or write an attribute.',
    remedy: 'The number of the ATT error names the reason; the log of the device tells more.',
    exit: 'refused',
  },
  'host/address-in-use': {
    meaning: 'The address to listen on is taken.',
    remedy: 'Choose another port with --listen, or port 0 for a free one.',
    exit: 'host',
  },
  'host/address-unusable': {
    meaning: 'The address to listen on does not belong to this machine, or may not be used.',
    remedy: 'Choose another one with --listen, such as 127.0.0.1:0; ports below 1024 need rights.',
    exit: 'host',
  },
  'flash/locked': {
    meaning: 'Another process has the flash image open.',
    remedy: 'Switch that device off first, or work on a copy of the file.',
    exit: 'flash',
  },
  'flash/not-bootable': {
    meaning: 'The flash image has no valid partition table, so a chip would not boot.',
    remedy: 'Make a new image with esp-prov flash create, or write a table with esp-prov flash write.',
    exit: 'flash',
  },
  'flash/no-nvs': {
    meaning: 'The flash image has no usable NVS partition.',
    remedy: 'Look at esp-prov flash table and esp-prov flash nvs check.',
    exit: 'flash',
  },
  'flash/no-space': {
    meaning: 'The NVS partition has no room for what is to be stored.',
    remedy: 'Erase keys that are not needed, or make the partition larger; esp-prov flash nvs stats shows its fill.',
    exit: 'flash',
  },
  'flash/factory-data': {
    meaning: 'The factory data in the flash image cannot be used.',
    remedy: 'Make them anew with esp-prov credentials --nvs, and write them with esp-prov flash write.',
    exit: 'flash',
  },
  'flash/keys-missing': {
    meaning: 'The NVS partition is encrypted, and the keys that open it are not at hand.',
    remedy: 'Name the file of the keys with --key-file, or that of the eFuse key with --hmac-key-file.',
    exit: 'flash',
  },
  'flash/invalid-request': {
    meaning: 'The request does not fit the flash image.',
    remedy: 'Offsets and sizes are multiples of 0x1000 within the image; the table names the partitions.',
    exit: 'usage',
  },
  'flash/invalid-value': {
    meaning: 'The NVS partition has no such key, or cannot take this value.',
    remedy: 'Names have 1 to 15 characters; esp-prov flash nvs list shows the keys and types that there are.',
    exit: 'usage',
  },
  'flash/invalid-csv': {
    meaning: 'A CSV file is not of the kind that is needed here.',
    remedy: "Mend what is named; the formats are those of Espressif's tools, and docs/flash.md tells of them.",
    exit: 'usage',
  },
  'host/package-missing': {
    meaning: 'This needs a package that is not installed with the command.',
    remedy: 'Install the named package beside the command: npm install --global esp-prov NAME.',
    exit: 'host',
  },
  'host/file-unusable': {
    meaning: 'A file cannot be read or written, or does not hold what it should.',
    remedy: 'Check its path, its rights and its content.',
    exit: 'host',
  },
  'host/transport-unavailable': {
    meaning: 'This machine or this chip does not offer the asked transport.',
    remedy: 'Choose another transport with --transport, or for a virtual device another chip with --chip.',
    exit: 'host',
  },
  'host/port-unusable': {
    meaning: 'The serial port cannot be opened or used.',
    remedy: 'Check its name, its cable, that no monitor holds it, and your rights (on Linux the group dialout).',
    exit: 'host',
  },
  'batch/invalid-list': {
    meaning: 'The list of devices is not as a batch needs it.',
    remedy: 'Its first line names the columns, such as service_name,pop,ssid,passphrase; docs/batch.md has them all.',
    exit: 'usage',
  },
  'batch/running': {
    meaning: 'Another process works on this batch.',
    remedy: 'Let it finish, or give this run a report of its own with --report.',
    exit: 'host',
  },
  'air/invalid-scenario': {
    meaning: 'The description of the air is not valid.',
    remedy: 'Compare the named entry with docs/virtual-esp32.md.',
    exit: 'usage',
  },
} as const;

/** A stable name of a failure, such as `session/proof-mismatch`. */
export type ErrorCode = keyof typeof errorTable;
