/** Samples of a TIFF file. */
export interface TiffSamples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bits: 8 | 16 | 32 | 64;
  /** The tag SampleFormat: 1 unsigned integers, 2 signed integers, 3 floats. */
  readonly format: 1 | 2 | 3;
  /** Row-major, channels last; repeated to fill the image. */
  readonly values: readonly number[];
  /** The tag ExtraSamples, for the last channel: 0 unspecified, 2 alpha. */
  readonly extra?: 0 | 2;
}

const [short, long] = [3, 4];

/** An uncompressed little-endian TIFF of one strip; sharp can write 8 bits only. */
export function writeTiff(samples: TiffSamples): Buffer {
  const { width, height, channels, bits, format, extra } = samples;
  const data = encodeSamples(samples);
  const eachChannel = (value: number) => Array.from({ length: channels }, () => value);
  const tags: [tag: number, type: number, values: number[]][] = [
    [256, long, [width]],
    [257, long, [height]],
    [258, short, eachChannel(bits)],
    [259, short, [1]],
    [262, short, [channels >= 3 ? 2 : 1]],
    [273, long, [8]],
    [277, short, [channels]],
    [278, long, [height]],
    [279, long, [data.length]],
    [284, short, [1]],
    ...(extra === undefined ? [] : [[338, short, [extra]] as [number, number, number[]]]),
    [339, short, eachChannel(format)],
  ];
  const header = Buffer.from('II*\0\0\0\0\0', 'latin1');
  header.writeUInt32LE(header.length + data.length, 4);
  const directory = Buffer.alloc(2 + tags.length * 12 + 4);
  directory.writeUInt16LE(tags.length, 0);
  const tails: Buffer[] = [];
  let tailAt = header.length + data.length + directory.length;
  for (const [index, [tag, type, values]] of tags.entries()) {
    const at = 2 + index * 12;
    const value = Buffer.alloc(Math.max(4, values.length * (type === short ? 2 : 4)));
    values.forEach((number, i) =>
      type === short ? value.writeUInt16LE(number, i * 2) : value.writeUInt32LE(number, i * 4),
    );
    directory.writeUInt16LE(tag, at);
    directory.writeUInt16LE(type, at + 2);
    directory.writeUInt32LE(values.length, at + 4);
    if (value.length === 4) {
      value.copy(directory, at + 8);
      continue;
    }
    directory.writeUInt32LE(tailAt, at + 8);
    tails.push(value);
    tailAt += value.length;
  }
  return Buffer.concat([header, data, directory, ...tails]);
}

function encodeSamples({ width, height, channels, bits, format, values }: TiffSamples): Buffer {
  const bytes = bits / 8;
  const data = Buffer.alloc(width * height * channels * bytes);
  for (let at = 0; at < data.length; at += bytes) {
    const value = values[(at / bytes) % values.length]!;
    if (format === 1) data.writeUIntLE(value, at, bytes);
    else if (format === 2) data.writeIntLE(value, at, bytes);
    else if (bits === 64) data.writeDoubleLE(value, at);
    else data.writeFloatLE(value, at);
  }
  return data;
}
