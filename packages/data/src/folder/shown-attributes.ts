import { attributeFault } from '../source/attribute-fault.js';
import type { SourceExample, Statement } from '../source/dataset-source.js';

/**
 * Checks the attributes and statements that a file gives for an image with these captions. Without
 * statements, a caption states an attribute if it contains the value as whole words. Calls `refuse`
 * with what is wrong.
 */
export function shownAttributes(
  {
    captions,
    attributes,
    statements,
  }: Pick<SourceExample, 'captions'> & {
    readonly attributes: SourceExample['attributes'] | undefined;
    readonly statements: SourceExample['statements'] | undefined;
  },
  refuse: (reason: string) => never,
): Required<Pick<SourceExample, 'attributes' | 'statements'>> {
  if (attributes === undefined) return refuse('has no attributes; give {} if there are none');
  const fault = attributeFault({ captions, attributes, ...(statements && { statements }) });
  if (fault !== undefined) refuse(fault);
  return { attributes, statements: statements ?? stateByWords(attributes, captions) };
}

/** For each caption the attributes whose value it contains as whole words, in any case. */
function stateByWords(
  attributes: Readonly<Record<string, string>>,
  captions: readonly string[],
): Statement[] {
  const values = Object.entries(attributes).map(([name, value]) => {
    return { name, value, words: plain(value) };
  });
  return captions.map((caption) => {
    const text = plain(caption);
    const stated = values.filter(({ words }) => hasWords(text, words));
    return Object.fromEntries(stated.map(({ name, value }) => [name, [value]]));
  });
}

/** In lower case, with one blank between words. */
const plain = (text: string): string => text.trim().replaceAll(/\s+/g, ' ').toLowerCase();

/** Whether `text` contains `words` with no letter or digit before and after them. */
function hasWords(text: string, words: string): boolean {
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) {
    const end = at + words.length;
    // Two units, because a letter may be a pair of them.
    const isWithin =
      /[\p{L}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at)) ||
      /^[\p{L}\p{N}]/u.test(text.slice(end, end + 2));
    if (!isWithin) return true;
  }
  return false;
}
