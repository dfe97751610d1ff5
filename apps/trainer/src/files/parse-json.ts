/** The value of a JSON text; undefined for invalid JSON, such as a file cut off by a crash. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
