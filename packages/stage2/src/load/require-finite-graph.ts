/** More than any network has; the time to order layers grows with their square. */
const MOST_LAYERS = 10_000;

/** The parts of a layer in a topology that decide when it is built. */
interface LayerNodes {
  readonly name: string;
  /** How often the layer counts as called from the start. */
  readonly calls: number;
  /** For each call of the layer, the layer and the number of the call that each input is from. */
  readonly nodes: readonly (readonly (readonly [layer: string, call: number])[])[];
}

/**
 * Throws an Error for a `modelTopology` that TensorFlow.js would build forever: it waits for the
 * inputs of every layer, also for those that never come, such as the output of a layer that needs
 * this one. Other faults are left to TensorFlow.js, which reports them.
 */
export function requireFiniteGraph(topology: unknown): void {
  if (typeof topology !== 'object' || topology === null) return;
  const layers = list(field(topology, 'layers'));
  if (layers.length > MOST_LAYERS) throw new Error(`it has more than ${MOST_LAYERS} layers`);
  // The layers of a sequential model have no nodes, and need none.
  if (layers.some((layer) => list(field(layer, 'inboundNodes')).length > 0)) {
    requireOrder(layers.map(readLayer));
  }
  // Layers may hold networks.
  for (const inner of Object.values(topology)) requireFiniteGraph(inner);
}

/** Calls layers as soon as all their inputs are there, as TensorFlow.js does. */
function requireOrder(layers: readonly LayerNodes[]): void {
  const calls = new Map(layers.map((layer) => [layer.name, layer.calls]));
  if (calls.size < layers.length) throw new Error('two layers have the same name');
  let waiting = layers.flatMap(({ name, nodes }) => nodes.map((inputs) => ({ name, inputs })));
  for (let before = Infinity; waiting.length < before;) {
    before = waiting.length;
    waiting = waiting.filter(({ name, inputs }) => {
      const isReady = inputs.every(([layer, call]) => call < (calls.get(layer) ?? 0));
      // Without inputs, TensorFlow.js does not call the layer.
      if (isReady && inputs.length > 0) calls.set(name, calls.get(name)! + 1);
      return !isReady;
    });
  }
  if (waiting.length > 0) throw new Error(`layer ${waiting[0]!.name} has inputs that never come`);
}

function readLayer(layer: unknown): LayerNodes {
  const name = field(layer, 'name');
  // TensorFlow.js finds a layer by the one name and its calls by the other.
  if (field(field(layer, 'config'), 'name') !== name) {
    throw new Error(`layer ${String(name)} has another name in its configuration`);
  }
  const nodes = list(field(layer, 'inboundNodes')).map((node) =>
    list(node).map((input) => [String(list(input)[0]), Number(list(input)[1])] as const),
  );
  return { name: String(name), calls: isCalledWhenMade(layer) ? 1 : 0, nodes };
}

function isCalledWhenMade(layer: unknown): boolean {
  const className = field(layer, 'className');
  if (className === 'InputLayer' || className === 'Model' || className === 'Functional')
    return true;
  return className === 'Sequential' && list(field(field(layer, 'config'), 'layers')).length > 0;
}

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A field by its name in TypeScript; files have the names of Python, such as `inbound_nodes`. */
function field(value: unknown, name: string): unknown {
  const found = Object.entries(Object(value) as object).findLast(
    ([key]) => key.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase()) === name,
  );
  return found?.[1];
}
