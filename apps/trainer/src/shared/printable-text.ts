/**
 * Text for a terminal in which foreign text may be: control characters other than line breaks and
 * tabs, and those that change the direction of writing, appear as escapes such as `\u001b`. A
 * caption or a file name could otherwise move the cursor, change what was printed, or more.
 */
export const printableText = (text: string): string =>
  text.replaceAll(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
