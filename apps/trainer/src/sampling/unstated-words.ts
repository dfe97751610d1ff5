/** Words that describe nothing in an image. */
const FUNCTION_WORDS = new Set(
  'a an and are as at be but by for from had has have he her his in into is it its of on or over she so some than that the their them there they this to under was were which who whose with without'.split(
    ' ',
  ),
);

/**
 * Words of `captions` that no caption of the data set contains, in order, each once: a network
 * cannot draw what it never read. Words that the encoder does not know (`isKnown`) are left to the
 * warning about those.
 */
export function unstatedWords(
  captions: readonly string[],
  examples: readonly { readonly captions: readonly string[] }[],
  isKnown: (word: string) => boolean = () => true,
): string[] {
  const asked = new Set(
    captions.flatMap(wordsOf).filter((word) => !FUNCTION_WORDS.has(word) && isKnown(word)),
  );
  for (const example of examples) {
    if (asked.size === 0) break;
    for (const caption of example.captions) {
      for (const word of wordsOf(caption)) asked.delete(word);
    }
  }
  return [...asked];
}

const wordsOf = (caption: string): string[] =>
  caption
    .normalize('NFC')
    .toLowerCase()
    .match(/\p{L}+/gu) ?? [];
