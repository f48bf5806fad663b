import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The contrast of every pair of colours that stand on each other, computed with the formula of WCAG 2.

const css = readFileSync(join(import.meta.dirname, '../../../ui/src/styles/tokens.css'), 'utf8');

function readTokens(selector: string): ReadonlyMap<string, string> {
  const at = css.indexOf(`${selector} {`);
  const block = css.slice(at, css.indexOf('}', at));
  return new Map(
    [...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name = '', hex = '']) => [
      name,
      hex,
    ]),
  );
}

const light = readTokens(':root');
const themes = { light, dark: new Map([...light, ...readTokens(":root[data-theme='dark']")]) };

function luminanceOf(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrastOf(a: string, b: string): number {
  const [dark = 0, bright = 0] = [luminanceOf(a), luminanceOf(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

const GROUNDS = ['canvas', 'surface', 'selected', 'hover', 'raised'];
const FAMILIES = ['good', 'info', 'wait', 'bad', 'lost', 'off'];

interface Pair {
  readonly front: string;
  readonly ground: string;
  readonly least: number;
}

const on = (fronts: readonly string[], grounds: readonly string[], least: number): Pair[] =>
  fronts.flatMap((front) => grounds.map((ground) => ({ front, ground, least })));

const PAIRS: readonly Pair[] = [
  ...on(['text', 'text-2', 'accent', 'danger'], GROUNDS, 4.5),
  ...on(['text-3'], ['canvas', 'surface', 'selected', 'raised'], 4.5),
  ...on(['text-2', 'text'], ['sunken'], 4.5),
  ...on(['control'], ['canvas', 'surface', 'selected'], 3),
  ...on(['on-accent'], ['accent', 'accent-hover'], 4.5),
  ...on(['on-danger'], ['danger', 'danger-hover'], 4.5),
  ...on(['text'], ['mark'], 4.5),
  ...FAMILIES.flatMap((family) => [
    ...on([`${family}-fg`], ['surface', `${family}-tint`], 4.5),
    ...on([`${family}-fill`], ['surface'], 3),
    ...on(['text'], [`${family}-tint`], 4.5),
  ]),
  ...on(
    [1, 2, 3, 4, 5, 6].map((number) => `chart-${number}`),
    ['surface'],
    3,
  ),
];

describe.each(Object.entries(themes))('in the %s theme', (_name, tokens) => {
  test('every colour that a pair names is there', () => {
    const named = PAIRS.flatMap(({ front, ground }) => [front, ground]);
    expect(named.filter((name) => !tokens.has(name))).toEqual([]);
  });

  test('text and marks stand out from what they stand on', () => {
    const faint = PAIRS.map(({ front, ground, least }) => {
      const ratio = contrastOf(tokens.get(front) ?? '#000000', tokens.get(ground) ?? '#000000');
      return { front, ground, least, ratio: Math.round(ratio * 100) / 100 };
    }).filter(({ ratio, least }) => ratio < least);
    expect(faint).toEqual([]);
  });

  test('the dark theme is one of its own, no colour of light is left in it', () => {
    const own = readTokens(":root[data-theme='dark']");
    expect([...light.keys()].filter((name) => !own.has(name))).toEqual([]);
  });
});
