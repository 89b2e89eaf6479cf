import { ProvisioningError, statusName } from '@esp-prov/protocol';
import { Status } from '@esp-prov/protocol/messages';

/** @throws ProvisioningError `device/status` that names the task, unless the device reports success */
export function requireSuccess(task: string, status: number): void {
  if (status === Status.SUCCESS) return;
  throw new ProvisioningError('device/status', `the device would not ${task}: status ${statusName(status)}`, {
    details: { status },
  });
}

/** @throws ProvisioningError `device/apply-refused` unless the device reports success to Apply */
export function requireApplied(status: number): void {
  if (status === Status.SUCCESS) return;
  throw new ProvisioningError('device/apply-refused', `its status is ${statusName(status)}`, { details: { status } });
}
