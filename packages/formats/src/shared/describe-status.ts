/** What an HTTP status other than success means, and what to do about it. */
export function describeStatus(status: number): string {
  if (status === 401) {
    return 'the server requires authentication; give a token in the address, or headers by the option requestInit';
  }
  if (status === 403) {
    return 'the server refuses access; is the token in the address, or what requestInit sends, valid and not expired?';
  }
  if (status === 429) return 'the server received too many requests; try again later';
  if (status >= 500) return 'the server failed; try again later, or ask its operator';
  if (status >= 300 && status < 400) return 'the server redirects elsewhere; give that address';
  return 'the server rejects the request; is the address right?';
}
