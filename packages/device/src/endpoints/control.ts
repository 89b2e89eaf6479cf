import { type Bytes, ProvisioningError } from '@esp-prov/protocol';
import {
  decodeMessage,
  encodeMessage,
  NetworkCtrlMsgType,
  NetworkCtrlPayloadSchema,
  Status,
} from '@esp-prov/protocol/messages';
import type { Endpoint } from '../endpoint.ts';
import type { ManagerRunner } from '../manager/manager-runner.ts';
import type { ManagerInput } from '../manager/manager-state.ts';
import { refuseThreadControl } from './thread-refusals.ts';

/**
 * Returns the endpoint `prov-ctrl`: it forgets failed credentials, or takes new ones; members of its commands are
 * ignored. esp-idf v5.1+: wifi_provisioning/src/wifi_ctrl.c; idf-extra-components:
 * network_provisioning/src/network_ctrl.c
 */
export function controlEndpoint(runner: ManagerRunner, answersThread: boolean): Endpoint {
  async function attempt(input: ManagerInput): Promise<Status> {
    try {
      await runner.dispatch(input);
      return Status.SUCCESS;
    } catch {
      // Refused, or the store failed; the manager has logged why.
      return Status.INTERNAL_ERROR;
    }
  }

  async function reset(): Promise<Bytes> {
    return encodeMessage(NetworkCtrlPayloadSchema, {
      msg: NetworkCtrlMsgType.RESP_CTRL_WIFI_RESET,
      status: await attempt({ kind: 'reset' }),
      payload: { case: 'respCtrlWifiReset', value: {} },
    });
  }

  async function reprovision(): Promise<Bytes> {
    return encodeMessage(NetworkCtrlPayloadSchema, {
      msg: NetworkCtrlMsgType.RESP_CTRL_WIFI_REPROV,
      status: await attempt({ kind: 'reprovision' }),
      payload: { case: 'respCtrlWifiReprov', value: {} },
    });
  }

  return (bytes) => {
    const { msg } = decodeMessage(NetworkCtrlPayloadSchema, bytes);
    switch (msg) {
      case NetworkCtrlMsgType.CMD_CTRL_WIFI_RESET:
        return reset();
      case NetworkCtrlMsgType.CMD_CTRL_WIFI_REPROV:
        return reprovision();
      default: {
        const refusal = answersThread ? refuseThreadControl(msg) : undefined;
        if (refusal) return refusal;
        throw new ProvisioningError('message/unexpected', `prov-ctrl has no command ${msg}`, { details: { msg } });
      }
    }
  };
}
