import { isProvisioningError, type ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  NetworkConfigMsgType,
  NetworkConfigPayloadSchema,
  NetworkCtrlPayloadSchema,
  NetworkScanPayloadSchema,
} from '@esp-prov/protocol/messages';
import type { Endpoint } from '../endpoint.ts';
import type { FirmwareLog } from '../words/firmware-log.ts';
import type { LineName } from '../words/firmware-words.ts';

/** Endpoints whose commands are logged one by one. */
type Family = 'config' | 'scan' | 'control';

const schemas = {
  config: NetworkConfigPayloadSchema,
  scan: NetworkScanPayloadSchema,
  control: NetworkCtrlPayloadSchema,
} as const;

/**
 * Returns an endpoint with the lines that firmware prints around its commands. esp-idf: the dispatchers of
 * wifi_provisioning/src
 */
export function withCommandLines(family: Family, lines: FirmwareLog, endpoint: Endpoint): Endpoint {
  return async (bytes, context) => {
    try {
      const { msg } = decodeMessage(schemas[family], bytes);
      lines(`${family}/command`, msg);
      const handler = family === 'config' ? handlerLines[msg] : undefined;
      if (handler) lines(handler);
      const answer = await endpoint(bytes, context);
      if (family !== 'config') lines(`${family}/answer`, answer.length);
      return answer;
    } catch (error) {
      if (isProvisioningError(error)) tellRefusal(family, lines, error);
      throw error;
    }
  };
}

const handlerLines: Readonly<Record<number, LineName>> = {
  [NetworkConfigMsgType.CMD_GET_WIFI_STATUS]: 'config/status',
  [NetworkConfigMsgType.CMD_SET_WIFI_CONFIG]: 'config/set',
  [NetworkConfigMsgType.CMD_APPLY_WIFI_CONFIG]: 'config/apply',
};

/** What is said of a command whose member is another one's, by the member that it needs. */
const misfitLines: Readonly<Record<string, LineName>> = {
  cmdSetWifiConfig: 'config/start-misfit',
  cmdScanWifiStart: 'scan/start-misfit',
  cmdScanWifiResult: 'scan/results-misfit',
};

function tellRefusal(family: Family, lines: FirmwareLog, { code, details }: ProvisioningError): void {
  if (code === 'message/malformed') return lines(`${family}/unreadable`);
  const handled =
    misfitLines[String(details['expected'])] ?? ('startIndex' in details ? 'scan/out-of-bounds' : undefined);
  if (handled) {
    lines(handled);
    if (family !== 'control') lines(`${family}/handler-failed`);
  } else lines(`${family}/unknown-command`, ...(family === 'control' ? [String(details['msg'] ?? '')] : []));
  lines(`${family}/failed`);
}
