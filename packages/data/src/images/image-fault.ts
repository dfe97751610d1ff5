/** First bytes of files that are often mistaken for images, and of unsupported image formats. */
const kinds: readonly [begins: RegExp, reason: string][] = [
  [/^BM/, 'this is BMP, which is not supported; save it as PNG'],
  [/^.{4}ftyp(hei|hev|mif|msf)/s, 'this is HEIC, which is not supported; save it as JPEG or PNG'],
  [/^8BPS/, 'this is a Photoshop file, which is not supported; save it as PNG'],
  [/^(\xff\x0a|.{4}JXL )/s, 'this is JPEG XL, which is not supported; save it as PNG'],
  [/^.{4}jP {2}/s, 'this is JPEG 2000, which is not supported; save it as PNG'],
  [/^%PDF/, 'this is PDF, which is not supported; save it as PNG'],
  [/^version https:\/\/git-lfs/, 'this is a Git LFS pointer; fetch the image with git lfs pull'],
  [/^\s*<(!doctype|html|head|body)/i, 'this is a web page, not an image; download it again'],
  [/^\s*[[{]/, 'this is text, not an image; download it again'],
];
/** First bytes of supported image formats. */
const known = /^(\xff\xd8\xff|\x89PNG|GIF8|II\*\0|MM\0\*|RIFF.{4}WEBP|.{4}ftypavi)/s;

const cutOff = 'the file ends early, it is cut off; copy or download it again';

/** Why decoding an image failed with `error`, in plain words, and what to do about it. */
export function describeImageFault(bytes: Uint8Array, error: Error): string {
  if (error.name === 'UnreadableImage') return error.message;
  if (bytes.length === 0) return 'the file is empty; copy or download it again';
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  const foreign = kinds.find(([begins]) => begins.test(head));
  if (foreign) return foreign[1];
  const { message } = error;
  if (/pixel limit/.test(message)) return 'it has more than 268 million pixels; make it smaller';
  if (/samples out of range|unsupported (tiff )?image type/.test(message)) {
    return 'its TIFF has unsupported samples; save it with 8 or 16 bits per channel, as PNG';
  }
  if (!known.test(head)) {
    return 'this is not a JPEG, PNG, WebP, GIF, AVIF or TIFF file; save it as JPEG or PNG';
  }
  if (endsEarly(bytes, head, message)) return cutOff;
  return `the file is damaged${detailOf(message)}; copy or download it again`;
}

function endsEarly(bytes: Uint8Array, head: string, message: string): boolean {
  if (/premature end|unexpected end|not enough data|file size too small/i.test(message))
    return true;
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // The decoders of these formats do not report a truncated file, but its bytes show it.
  if (head.startsWith('RIFF')) return bytes.length < 12 || file.readUInt32LE(4) + 8 > bytes.length;
  if (head.startsWith('\x89PNG')) return !file.includes('IEND', -64, 'latin1');
  // A TIFF mostly has its directory at the end.
  return /^(II|MM)/.test(head) && /unsupported image format/.test(message);
}

/** The library's message without the names of its modules. */
function detailOf(message: string): string {
  const [line] = message
    .replace(/^Input buffer has corrupt header:/, '')
    .split('\n')
    .map((text) =>
      text.replace(/^\s*(\w+2vips|Vips\w+|vips\w+|\w+load_buffer|webp|heif): /, '').trim(),
    )
    .filter((text) => text !== '' && !/^(Warning treated as error|source: bad seek)/.test(text));
  return line === undefined ? '' : ` (${line})`;
}
