import { type LocalService, localServices } from '../vendor/local-service.ts';
import type { RainmakerSessionPaths } from './sdk-types.ts';

/** Returns the service that the paths of an SDK name; an empty one stands for that of esp_local_ctrl, as none is empty. */
export function serviceAt(paths: Partial<RainmakerSessionPaths> | null | undefined): LocalService {
  const { session, version, member } = localServices.espLocalCtrl;
  return {
    session: paths?.sessionPath || session,
    version: paths?.versionPath || version,
    member: paths?.versionKey || member,
  };
}

/** Returns the name of the endpoint at a path of an SDK, which may begin with a slash. */
export function endpointAt(path: string): string {
  return path.startsWith('/') ? path.slice(1) : path;
}
