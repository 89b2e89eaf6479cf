// What protocol alone needs of the globals that browsers and Node 20 share, beside types/portable.d.ts: the real
// randomness and the real clock are here. Its declarations are not emitted, so consumers keep their own.
declare const crypto: { getRandomValues(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> };
declare const performance: { now(): number };
declare function setTimeout(callback: () => void, ms: number): unknown;
declare function clearTimeout(timer: unknown): void;
