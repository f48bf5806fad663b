/** Keys and what they do (console.md §8); single letters act only when no field has the focus. */
export const KEYS = [
  { keys: '/', what: 'Focus the filter of the page' },
  { keys: 'c', what: 'New app' },
  { keys: 'shift c', what: 'New group' },
  { keys: 'g then o a d w n l', what: 'Overview, apps, deployments, waiting, agents, logs' },
  { keys: 'e  s  r  l  y', what: 'On an app: edit, scale, restart, logs, why' },
  { keys: 'j k ↑ ↓', what: 'Row below, row above' },
  { keys: 'x space', what: 'Choose the row' },
  { keys: 'Enter', what: 'Open the row' },
  { keys: '.', what: 'Menu of the row or the page' },
  { keys: '[ ]', what: 'Previous tab, next tab' },
  { keys: 'u', what: 'One level up' },
  { keys: 'F6', what: 'Next region' },
  { keys: 'shift t', what: 'Theme' },
  { keys: 'shift d', what: 'Density' },
  { keys: '?', what: 'These keys' },
] as const;
