import { type PowerScope, servePowers } from '@esp-prov/client/web';

// The worker that the page starts for a device of security 2.
servePowers(globalThis as unknown as PowerScope);
