import { keepPage, type PagePack, type WorkerScope } from '../../apps/web/src/app/service-worker.ts';

/** What the build found in the site; it puts the value in place of the name. */
declare const espProvPagePack: PagePack;

// The page has a worker that keeps it; a site is more files of the same kind.
keepPage(globalThis as unknown as WorkerScope, espProvPagePack);
