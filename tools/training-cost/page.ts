/** The training images of the paper's data sets, after the split of Reed et al. (2016). */
const DATA_SETS = [
  { name: 'CUB-200-2011', images: 8855 },
  { name: 'Oxford-102', images: 7034 },
  { name: 'COCO', images: 82_783 },
];
const EPOCHS = 600;

/** One `train --dry-run`. */
export interface Measurement {
  readonly stage: 1 | 2;
  /** gf/df. */
  readonly widths: string;
  readonly threads: number;
  readonly batchSize: number;
  readonly imagesPerSecond: number;
  /** How the speed was measured, such as `measured on 5 steps with ort; 3.1 to 3.4`. */
  readonly how: string;
  readonly peakMB: number;
}

/** The speed and memory that `train --dry-run` printed. Throws an Error for another output. */
export function readDryRun(
  output: string,
): Pick<Measurement, 'imagesPerSecond' | 'how' | 'peakMB'> {
  const speed = /^speed +([\d.,]+) images\/s \((.+)\)$/m.exec(output);
  const memory = /^memory ([\d,]+) MB/m.exec(output);
  if (!speed || !memory)
    throw new Error(`no speed and memory in what --dry-run printed: ${output}`);
  const number = (text: string) => Number(text.replaceAll(',', ''));
  return { imagesPerSecond: number(speed[1]!), how: speed[2]!, peakMB: number(memory[1]!) };
}

/** docs/training-cost.md; `machine` describes where the measurements were made. */
export function page(measurements: readonly Measurement[], machine: string): string {
  const most = Math.max(...measurements.map(({ threads }) => threads));
  const fastest = measurements.filter(({ threads }) => threads === most);
  const widths = [...new Set(fastest.map((each) => each.widths))];
  const rows = DATA_SETS.flatMap(({ name, images }) =>
    widths.map((width) => {
      const hours = ([1, 2] as const).map((stage) => {
        const found = fastest.find((each) => each.stage === stage && each.widths === width)!;
        return images / found.imagesPerSecond / 3600;
      });
      const days = hours.map((each) => (each * EPOCHS) / 24);
      const [first, second] = hours.map(significant);
      const total = significant(days[0]! + days[1]!);
      return `| ${name} | ${images.toLocaleString('en')} | ${width} | ${first} | ${second} | ${days.map(significant).join(' | ')} | ${total} |`;
    }),
  );
  const speeds = measurements.map(
    ({ stage, widths: width, threads, batchSize, imagesPerSecond, how, peakMB }) =>
      `| ${stage === 1 ? 'I, 64×64' : 'II, 256×256'} | ${width} | ${threads} | ${batchSize} | ${imagesPerSecond} | ${how} | ${(peakMB / 1024).toFixed(1)} GB |`,
  );
  const fewest = Math.min(...measurements.map(({ threads }) => threads));
  const gains = fastest.flatMap(({ stage, widths: width, imagesPerSecond }) =>
    measurements
      .filter((each) => each.threads === fewest && each.stage === stage && each.widths === width)
      .map((slow) => imagesPerSecond / slow.imagesPerSecond),
  );
  const [least, greatest] = [Math.min(...gains), Math.max(...gains)].map((gain) => gain.toFixed(1));
  const scaling =
    fewest === most
      ? ''
      : `\nSteps with ${most} threads are ${least} to ${greatest} times as fast as with ${fewest}.\n`;
  return `# What training at the size of the paper costs

How long does training take on a CPU with the preset \`paper\`, on data sets of the paper's sizes? \`npm run training-cost\` writes this
page. It runs \`stackgan train --dry-run\`, which times a few steps. The paper trains each stage for ${EPOCHS} epochs.

Machine: ${machine}.

| data set | training images | gf/df | hours per epoch, Stage-I | Stage-II | days for ${EPOCHS} epochs, Stage-I | Stage-II | both |
| --- | --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

The times are the number of images divided by the speed with ${most} threads below. They leave out snapshots, grids and evaluations.
128/64 are the widths of the paper, 192/96 those of StackGAN-Pytorch.

## Speed and memory

| stage | gf/df | threads | images per step | images/s | measurement | peak memory |
| --- | --- | --- | --- | --- | --- | --- |
${speeds.join('\n')}

The paper trains with 64 images per step. Stage-II is measured with fewer, which need less memory; but then the weights are updated more
often per image, which takes a part of the time.
${scaling}`;
}

const significant = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(2)));
