import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../shared/crc32.js';
import { FormatError } from '../shared/errors.js';
import { pngHeader } from './png-header.js';
import { eventFileStart, eventRecord, eventSessionStart } from './write-events.js';

// By fixtures/make-events.py.
const fixtures = JSON.parse(
  readFileSync(new URL('../../fixtures/events.json', import.meta.url), 'utf8'),
) as Record<string, string>;
const png = Uint8Array.from(Buffer.from(fixtures.png!, 'hex'));

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('crc32c', () => {
  // RFC 3720, appendix B.4, and the check value of the catalogue of CRC algorithms.
  it.each([
    ['32 zeros', new Uint8Array(32), 0x8a9136aa],
    ['32 ones', new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ['0 to 31', Uint8Array.from({ length: 32 }, (_, index) => index), 0x46dd794e],
    ['31 to 0', Uint8Array.from({ length: 32 }, (_, index) => 31 - index), 0x113fdb5c],
    ['123456789', new TextEncoder().encode('123456789'), 0xe3069283],
    ['nothing', new Uint8Array(0), 0],
  ])('of %s is that of the standard', (_, bytes, checksum) => {
    expect(crc32c(bytes)).toBe(checksum);
  });
});

describe('records of event files', () => {
  const scalars = { 'generator/loss': 0.1, größe: -3.5e38 };
  it.each<[name: string, record: Uint8Array]>([
    ['start', eventFileStart(1700000000.125)],
    ['session', eventSessionStart({ wallTime: 1700000001.5, step: 301 })],
    [
      'scalars and image',
      eventRecord(
        { wallTime: 1700000002.75, step: 2 ** 40 + 5 },
        { scalars, images: { 'images/generated': png } },
      ),
    ],
    ['step 0', eventRecord({ wallTime: 0.5, step: 0 }, { scalars: { a: 0, b: NaN } })],
    ['no values', eventRecord({ wallTime: 1, step: 7 }, {})],
  ])('%s: the bytes that TensorBoard writes', (name, record) => {
    expect(hex(record)).toBe(fixtures[name]);
  });

  it('refuse an image that is no PNG file', () => {
    const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, ...new Uint8Array(30));
    for (const image of [jpeg, png.subarray(0, 20), png.with(25, 7)]) {
      const write = () => eventRecord({ wallTime: 1, step: 0 }, { images: { a: image } });
      expect(write).toThrow(FormatError);
    }
  });
});

describe('pngHeader', () => {
  it('reads size and channels, also from the middle of a buffer', () => {
    const whole = Buffer.concat([Buffer.alloc(3), png]);
    expect(pngHeader(whole.subarray(3))).toEqual({ width: 2, height: 1, channels: 3 });
    const channels = [0, 2, 3, 4, 6].map((colourType) => pngHeader(png.with(25, colourType)));
    expect(channels.map((header) => header.channels)).toEqual([1, 3, 3, 2, 4]);
  });
});
