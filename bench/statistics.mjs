// Medians with their spread. A mean would tell more about the noise of the machine than about the program.

/** The value below which a part of the values lies; between two values, in proportion. */
export function quantile(values, part) {
  if (values.length === 0) throw new Error('a quantile of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)];
  return below + (at - Math.floor(at)) * (sorted[Math.ceil(at)] - below);
}

export const median = (values) => quantile(values, 0.5);

/** `12.3 ms (11.8–13.0)`: the median, and where the middle half lies. */
export function renderValues(values, unit) {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((part) => quantile(values, part));
  const digits = middle < 10 ? 2 : middle < 100 ? 1 : 0;
  const show = (value) => value.toFixed(digits);
  return `${show(middle)} ${unit} (${show(low)}–${show(high)})`;
}

/** One measured thing beside its control, if there is one, as a row of the table. */
export function renderRow({ what, unit, values, control, controlWhat }) {
  const measured = [what, renderValues(values, unit)];
  if (control === undefined) return [...measured, 'none', '', String(values.length)];
  // Beside a control too small to be seen no ratio means anything.
  const ratio = median(control) === 0 ? '' : `${(median(values) / median(control)).toFixed(2)} ×`;
  return [
    ...measured,
    `${controlWhat}: ${renderValues(control, unit)}`,
    ratio,
    String(values.length),
  ];
}

export function renderTable(rows) {
  const lines = [['what', 'Stoa', 'control', 'ratio', 'rounds'], Array(5).fill('---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
