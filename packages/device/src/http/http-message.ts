import type { Bytes } from '@esp-prov/protocol';

/** A request as an HTTP server read it. */
export interface HttpRequest {
  readonly method: string;
  /** Path with its leading slash, and the query where there is one. */
  readonly path: string;
  /** Version of HTTP; default: 1.1. */
  readonly version?: string | undefined;
  /** Length of all header lines with the empty one behind them, where the server knows it. */
  readonly headerBytes?: number | undefined;
  /** Number of the TCP connection. */
  readonly connection: number;
  /** The Host header; needed only where a page is served. */
  readonly host?: string | undefined;
  /** The Origin header; needed only where other origins are allowed. */
  readonly origin?: string | undefined;
  /** Whether a browser asks if a public page may reach this network: Access-Control-Request-Private-Network. */
  readonly asksPrivateNetwork?: boolean | undefined;
  /** The whole Cookie header. */
  readonly cookie: string | undefined;
  /** Value of Content-Length; undefined for chunked and for missing bodies. */
  readonly contentLength: number | undefined;
  readonly body: Bytes;
  /** Aborts when the connection ends: a proof that the brake on guessing holds back is then refused. */
  readonly signal?: AbortSignal | undefined;
}

/** What the server is to send. */
export interface HttpAnswer {
  readonly status: number;
  readonly reason: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The body; in answer to HEAD the server sends its length alone. */
  readonly body: Bytes;
  /** Whether the connection closes behind the reply. */
  readonly close: boolean;
}

/** `drop` means: close the connection without a word, which is how devices refuse. */
export type HttpReply = 'drop' | HttpAnswer;
