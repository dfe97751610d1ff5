/** What an HTTP status that is no success says, and what to do about it. */
export function describeStatus(status: number): string {
  if (status === 401) {
    return 'the server wants to know who asks; give a token in the address, or headers by the option requestInit';
  }
  if (status === 403) {
    return 'the server refuses access; is the token in the address, or what requestInit sends, right and not expired?';
  }
  if (status === 429) return 'the server had too many requests; try again later';
  if (status >= 500) return 'the server failed; try again later, or ask who runs it';
  if (status >= 300 && status < 400) return 'the server sends elsewhere; give that address';
  return 'the server does not take the request; is the address right?';
}
