import { closest, distance } from 'fastest-levenshtein';

/** The known name that is nearest to `name` by edit distance, or undefined if none is close. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (known.length === 0) return undefined;
  const nearest = closest(name.toLowerCase(), [...known]);
  const limit = Math.max(2, Math.floor(Math.max(name.length, nearest.length) * 0.4));
  return distance(name.toLowerCase(), nearest.toLowerCase()) <= limit ? nearest : undefined;
}

/** `; did you mean X?` or, if no name is near, the list of known names. */
export function suggestion(name: string, known: readonly string[]): string {
  const nearest = nearestName(name, known);
  return nearest === undefined ? `; known: ${known.join(', ')}` : `; did you mean ${nearest}?`;
}
