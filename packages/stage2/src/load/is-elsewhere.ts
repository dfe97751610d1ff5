import { pageAddress } from './web-store.js';

/**
 * Whether two addresses are on different web servers: headers for one must not be sent to the
 * other.
 */
export function isElsewhere(first: unknown, second: unknown): boolean {
  const [one, other] = [serverOf(first), serverOf(second)];
  return one !== undefined && other !== undefined && one !== other;
}

function serverOf(address: unknown): string | undefined {
  if (typeof address !== 'string' && !(address instanceof URL)) return undefined;
  const [text, page] = [String(address), pageAddress()];
  const url = URL.canParse(text, page) ? new URL(text, page) : undefined;
  return url && /^https?:$/.test(url.protocol) ? url.origin : undefined;
}
