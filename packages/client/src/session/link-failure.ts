import { isProvisioningError, ProvisioningError } from '@esp-prov/protocol';

/** Whether `error` is a link that failed or did not come about, so that another one may do. */
export function isLinkFailure(error: unknown): error is ProvisioningError {
  return (['link/lost', 'link/timeout', 'link/unreachable'] as const).some((code) => isProvisioningError(error, code));
}

/** Whether the link failed, in this exchange or in an earlier one that broke the session. */
export function isSessionLost(error: unknown): boolean {
  return isLinkFailure(error) || brokeEarlier(error);
}

/** Whether the link is known to have failed before anything of a request went out, so that it may be made again. */
export function wasNeverSent(error: unknown): boolean {
  return (isLinkFailure(error) && error.details.sent === false) || brokeEarlier(error);
}

/** Whether a request found its session broken by an earlier one, so that it was not sent. */
export function isBroken(error: unknown): error is ProvisioningError {
  return isProvisioningError(error, 'session/broken');
}

/** Returns an error with the fact that nothing of the request went out, if it is a link that failed before that. */
export function notSent(error: unknown): unknown {
  if (isBroken(error) && isLinkFailure(error.cause)) return notSent(error.cause);
  if (!isLinkFailure(error) || error.details.sent === false) return error;
  return new ProvisioningError(error.code, error.message, { cause: error, details: { ...error.details, sent: false } });
}

function brokeEarlier(error: unknown): boolean {
  return isBroken(error) && isLinkFailure(error.cause);
}
