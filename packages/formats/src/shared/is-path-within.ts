/**
 * Whether a path from an untrusted file names something in the folder that it is relative to: parts
 * joined by `/`, none of them empty, `.` or `..`, without backslash, colon or control character. So
 * it is no absolute path, drive or address on any system.
 */
export const isPathWithin = (path: string): boolean =>
  !/[\\:\u0000-\u001f]/.test(path) &&
  path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
