// Exposition: samples of /metrics, in Prometheus' text format. Pure.

const SAMPLE = /^([A-Za-z_:][\w:]*)(?:\{(.*)\})? (\S+)(?: \d+)?$/;
const LABEL = /([A-Za-z_]\w*)="((?:[^"\\]|\\.)*)"/g;
const ESCAPES = { n: "\n", "\\": "\\", '"': '"' };

/** The samples of one name: {labels, value}. */
export function samples(text, name) {
  return text.split("\n").flatMap((line) => {
    if (!line.startsWith(name)) return [];
    const [, found, labels = "", value] = SAMPLE.exec(line) ?? [];
    return found === name ? [{ labels: labelled(labels), value: number(value) }] : [];
  });
}

/** The sum of all samples of one name; null when there is none. */
export function total(text, name) {
  const found = samples(text, name);
  return found.length ? found.reduce((sum, { value }) => sum + value, 0) : null;
}

/** A quantile of a histogram, all its series taken together; linear within a bucket, as in `histogram_quantile`. */
export function quantile(text, name, rank) {
  const counts = new Map();
  for (const { labels, value } of samples(text, `${name}_bucket`)) {
    const bound = number(labels.le);
    counts.set(bound, (counts.get(bound) ?? 0) + value);
  }
  const buckets = [...counts].sort(([one], [other]) => one - other);
  const wanted = rank * (buckets.at(-1)?.[1] ?? 0);
  if (!wanted) return null;
  const index = buckets.findIndex(([, count]) => count >= wanted);
  const [low, below] = index > 0 ? buckets[index - 1] : [0, 0];
  const [high, count] = buckets[index];
  return high === Infinity ? low : low + ((high - low) * (wanted - below)) / (count - below);
}

function labelled(text) {
  return Object.fromEntries([...text.matchAll(LABEL)].map(([, name, value]) => [name, value.replace(/\\(.)/g, (_, sign) => ESCAPES[sign] ?? sign)]));
}

function number(text) {
  return text === "+Inf" ? Infinity : Number(text);
}
