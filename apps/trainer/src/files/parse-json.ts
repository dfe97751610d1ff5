/** What a JSON text holds; undefined for text that is no JSON, such as a file cut off by a crash. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
