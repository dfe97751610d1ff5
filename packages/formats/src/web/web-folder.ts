import { describeStatus } from '../shared/describe-status.js';
import { joinBytes } from '../shared/join-bytes.js';
import { WebFileError } from './web-file-error.js';

/** How files are requested. */
export interface WebRequestOptions {
  /** Used in place of the global `fetch`. */
  readonly fetch?: ((address: string, init: RequestInit) => Promise<Response>) | undefined;
  /** Options of every request, such as `headers` and `credentials`. */
  readonly requestInit?: RequestInit | undefined;
}

/** Options of reading one file. */
export interface WebReadOptions {
  /** Stops the download, which then rejects with its reason. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/** A folder on a web server. */
export interface WebFolder {
  /** Address of the folder or of a file in it for messages: without the values of its query. */
  locate(file?: string): string;
  /** The bytes of a file; undefined for status 404 or 410. Throws {@link WebFileError}. */
  read(file: string, options?: WebReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/**
 * Opens a folder on a web server. `address` is absolute or relative to the page, with or without a
 * slash at its end. Its query, such as `?token=…`, is sent with the request for every file; its
 * fragment is dropped; a name and password in it become the header `Authorization`, since `fetch`
 * refuses them.
 */
export function openWebFolder(
  address: string | URL,
  { fetch = globalThis.fetch, requestInit = {} }: WebRequestOptions = {},
): WebFolder {
  const { folder, query, shownQuery, authorization } = parseAddress(String(address));
  // Special characters in a file's name must not end the path.
  const path = (file: string) => folder + file.replaceAll(/[?#]/g, encodeURIComponent);
  const locate = (file = '') => path(file) + shownQuery;
  const headers = new Headers(requestInit.headers);
  if (authorization && !headers.has('authorization')) headers.set('authorization', authorization);
  return {
    locate,
    async read(file, { signal, onBytes } = {}) {
      const heard = signal ?? requestInit.signal ?? null;
      const fail = (what: string, more: { status?: number; cause?: unknown }) => {
        heard?.throwIfAborted();
        return new WebFileError(locate(file), what, more);
      };
      let response: Response;
      try {
        response = await fetch(path(file) + query, { ...requestInit, headers, signal: heard });
        if (response.ok) return await readBody(response, heard, onBytes);
      } catch (cause) {
        const reason = `cannot be fetched (${(cause as Error).message})`;
        const wayOut = 'is the address right, and does the server allow this page to read it?';
        throw fail(`${reason}; ${wayOut}`, { cause });
      }
      const { status } = response;
      await response.body?.cancel();
      if (status === 404 || status === 410) return undefined;
      throw fail(`answered ${status}: ${describeStatus(status)}`, { status });
    },
  };
}

/** The parts of an address, found as text: an address relative to a page is not a valid URL. */
function parseAddress(address: string) {
  const [, start = '', query = ''] = /^([^?#]*)(\?[^#]*)?/.exec(address)!;
  const [, scheme = '', user, rest = ''] = /^(https?:\/\/)?(?:([^/@]*)@)?(.*)$/is.exec(start)!;
  // `?token=secret&v=1` as `?token=…&v=…`; a part without a name is a value, too.
  const shown = query
    .slice(1)
    .split('&')
    .map((part) => (part.includes('=') ? part.replace(/=.*/s, '=…') : '…'))
    .join('&');
  const isKnown = scheme !== '' && user !== undefined;
  return {
    folder: `${isKnown ? scheme + rest : start}`.replace(/\/*$/, '/'),
    query,
    shownQuery: query.length > 1 ? `?${shown}` : '',
    authorization: isKnown ? `Basic ${base64(decodeURIComponent(user))}` : undefined,
  };
}

const base64 = (text: string) => btoa(String.fromCharCode(...new TextEncoder().encode(text)));

async function readBody(
  { body }: Response,
  signal: AbortSignal | null,
  onBytes?: (count: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!body) return new Uint8Array();
  const reader = body.getReader();
  // In Node 20, a read that waits for the end of the body never ends if the request is aborted.
  const cancel = () => void reader.cancel().catch(() => undefined);
  signal?.addEventListener('abort', cancel);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      chunks.push(value);
      onBytes?.(value.length);
    }
  } finally {
    signal?.removeEventListener('abort', cancel);
  }
  signal?.throwIfAborted();
  return joinBytes(chunks);
}
