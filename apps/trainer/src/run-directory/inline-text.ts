/** Escapes foreign text for a line of Markdown, also in a table. */
export const inlineText = (text: string): string =>
  text.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_|<>[\]]/g, '\\$&');
