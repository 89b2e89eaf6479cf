// Runs in the guest: the cases whose name contains one of the arguments; without any, those of every run; `--all`: all.
import { bleakCases } from './cases/bleak.mjs';
import { bluetoothctlCases } from './cases/bluetoothctl.mjs';
import { boardBleCases } from './cases/board-ble.mjs';
import { boardSoftApCases } from './cases/board-softap.mjs';
import { boardTimeCases } from './cases/board-time.mjs';
import { boardWifiCases } from './cases/board-wifi.mjs';
import { conformanceCases } from './cases/conformance.mjs';
import { daemonCases } from './cases/daemon.mjs';
import { espProvPyCases } from './cases/esp-prov-py.mjs';
import { lossCases } from './cases/losses.mjs';
import { pairingCases } from './cases/pairing.mjs';
import { peerCases } from './cases/peers.mjs';
import { provisioningCases } from './cases/provisioning.mjs';
import { pythonDeviceCases } from './cases/python-device.mjs';
import { wifiLabCases } from './cases/wifi-lab.mjs';
import { wpaSupplicantCases } from './cases/wpa-supplicant.mjs';
import { onRequest, runWanted } from './lab/run-cases.mjs';

/** A case of a board takes half a minute and more. These have each been green more than once, also on a busy machine. */
const boardCasesOfEveryRun = ['over BLE onto wpa2', 'access point onto wpa2'];

await runWanted([
  ...peerCases,
  ...pythonDeviceCases,
  ...bleakCases,
  ...provisioningCases,
  ...bluetoothctlCases,
  ...lossCases,
  ...espProvPyCases,
  ...conformanceCases,
  ...pairingCases,
  ...daemonCases,
  ...wifiLabCases,
  ...onRequest([...boardBleCases, ...boardSoftApCases, ...boardTimeCases], boardCasesOfEveryRun),
  ...onRequest(boardWifiCases),
  ...onRequest(wpaSupplicantCases),
]);
