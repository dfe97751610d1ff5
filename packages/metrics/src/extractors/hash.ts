/** Hex SHA-256 of a JSON value, then of bytes. */
export async function hash(value: unknown, parts: readonly Uint8Array[]): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify(value));
  const all = [text, ...parts];
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of all) {
    bytes.set(part, position);
    position += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
