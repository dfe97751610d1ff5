import { loadStackGAN, type RGBImage, type StackGAN } from '@stackgan/stage2';
import { getThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';

const find = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const [caption, seed] = [find<HTMLInputElement>('caption'), find<HTMLInputElement>('seed')];
const [draw, stop] = [find<HTMLButtonElement>('draw'), find<HTMLButtonElement>('stop')];
const [progress, status] = [find<HTMLProgressElement>('progress'), find('status')];
const [save, size] = [find<HTMLAnchorElement>('save'), find('size')];

const progressTexts = {
  // Networks and caption encoder are fetched at the same time.
  download: 'Fetching the networks and the caption encoder',
  encoder: 'Fetching the networks and the caption encoder',
  compile: 'Building the networks',
  encode: 'Reading the caption',
  stage1: 'Drawing the sketch (Stage-I)',
  stage2: 'Drawing the image (Stage-II)',
};

let stackgan: StackGAN | undefined;

/** Runs `task`, shows its progress and errors, and aborts it when the button Stop is clicked. */
async function run(done: string, task: (control: Control) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  stop.onclick = () => controller.abort(new Error('Stopped'));
  [draw.disabled, stop.disabled] = [true, false];
  try {
    await task({
      signal: controller.signal,
      onProgress: ({ type, percent }) => {
        [progress.value, status.textContent] = [percent, `${progressTexts[type]} …`];
      },
    });
    status.textContent = done;
  } catch (error) {
    [progress.value, status.textContent] = [0, (error as Error).message];
  }
  [draw.disabled, stop.disabled] = [stackgan === undefined, true];
}

interface Control {
  signal: AbortSignal;
  onProgress(event: { type: keyof typeof progressTexts; percent: number }): void;
}

function show(id: string, image: RGBImage): void {
  const canvas = find<HTMLCanvasElement>(id);
  [canvas.width, canvas.height] = [image.width, image.height];
  canvas.getContext('2d')!.putImageData(image.toImageData(), 0, 0);
}

find('form').onsubmit = (event) => {
  event.preventDefault();
  void run('Done', async (control) => {
    const image = await stackgan!.generate(caption.value, {
      ...control,
      seed: seed.valueAsNumber,
    });
    show('stage1', image.stage1);
    show('stage2', image);
    size.textContent = `Stage-II, ${image.width}×${image.height}`;
    URL.revokeObjectURL(save.href);
    save.href = URL.createObjectURL(new Blob([image.toPNG()], { type: 'image/png' }));
    save.hidden = false;
  });
};

setWasmPaths('wasm/');
void run('Ready', async (control) => {
  stackgan = await loadStackGAN('model/', { encoder: 'encoder/', backend: 'wasm', ...control });
  find('threads').textContent = String(getThreadsCount());
});
