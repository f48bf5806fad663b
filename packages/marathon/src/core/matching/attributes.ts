import type { Attribute, Offer } from '@stoa/proto';

/** The agent's attributes as constraints see them: text (marathon-app.md §5). */
export function attributeTexts({ attributes = [] }: Offer): Readonly<Record<string, string>> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, textOf(attribute)]));
}

function textOf({ text, scalar, ranges, set }: Attribute): string {
  if (text !== undefined) return text.value;
  if (scalar !== undefined) return renderScalar(scalar.value);
  if (ranges !== undefined) {
    return `[${(ranges.range ?? []).map(({ begin, end }) => `${begin}-${end}`).join(',')}]`;
  }
  return `{${[...(set?.item ?? [])].sort().join(',')}}`;
}

/** Up to three decimals, halves to the even neighbour, no trailing zeros. */
export function renderScalar(value: number): string {
  const scaled = value * 1000;
  const floor = Math.floor(scaled);
  const isHalf = Math.abs(scaled - floor - 0.5) < 1e-9;
  const rounded = isHalf ? floor + (floor % 2 === 0 ? 0 : 1) : Math.round(scaled);
  return String(rounded / 1000);
}
