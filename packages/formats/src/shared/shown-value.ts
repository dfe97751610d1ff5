/** Longer values are cut off in messages. */
const LONGEST = 80;

/**
 * A value of an untrusted file as JSON for an error message, of 80 characters at most; `missing` for
 * undefined. JSON nested so deeply that `JSON.stringify` overflows the stack is only described.
 */
export function shownValue(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? 'missing';
  } catch {
    return 'deeply nested JSON';
  }
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
