import { keepPage, type PagePack, type WorkerScope } from './service-worker.ts';

/** What the build found in the page; it puts the value in place of the name. */
declare const espProvPagePack: PagePack;

keepPage(globalThis as unknown as WorkerScope, espProvPagePack);
