import { familyOf, type Family, type Status } from '../model/status.ts';

// Strokes of 1.5 px in a field of 16: our own drawings, one shape per meaning (console.md §4).
const SHAPES = {
  stoa: ['M2 5.5 8 2l6 3.5', 'M2.5 13.5h11', 'M4 6v7.5M8 6v7.5M12 6v7.5'],
  overview: ['M2.5 7.5 8 3l5.5 4.5', 'M4 6.5v7h8v-7'],
  apps: ['M3 3h4v4H3zM9 3h4v4H9zM3 9h4v4H3zM9 9h4v4H9z'],
  deployments: ['M8 13V3.5', 'M4.5 7 8 3.5 11.5 7', 'M3 13.5h10'],
  waiting: [
    'M4 2.5h8M4 13.5h8',
    'M5 2.5c0 3 3 4 3 5.5 0-1.5 3-2.5 3-5.5M5 13.5c0-3 3-4 3-5.5 0 1.5 3 2.5 3 5.5',
  ],
  agents: ['M2.5 3h11v4h-11zM2.5 9h11v4h-11z', 'M5 5h.01M5 11h.01'],
  logs: ['M3 4h10M3 8h7M3 12h9'],
  about: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z', 'M8 7.5V11M8 5h.01'],
  plus: ['M8 3v10M3 8h10'],
  more: ['M3.5 8h.01M8 8h.01M12.5 8h.01'],
  close: ['M4 4l8 8M12 4l-8 8'],
  right: ['M6 3.5 10.5 8 6 12.5'],
  down: ['M3.5 6 8 10.5 12.5 6'],
  up: ['M3.5 10 8 5.5l4.5 4.5'],
  copy: ['M5.5 5.5h8v8h-8z', 'M10.5 5.5v-3h-8v8h3'],
  theme: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z', 'M8 2v12M8 5h4.2M8 8h6M8 11h4.2'],
  density: ['M3 3.5h10M3 6.5h10M3 9.5h10M3 12.5h10'],
  help: [
    'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z',
    'M6.4 6.2a1.7 1.7 0 1 1 2.3 1.7c-.5.2-.7.5-.7 1.1M8 11h.01',
  ],
  search: ['M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9Z', 'M10.5 10.5l3 3'],
  folder: ['M2 4h4l1.5 1.5H14v7.5H2z'],
  file: ['M4 2h5l3 3v9H4z', 'M9 2v3h3'],
  download: ['M8 2.5v7M5 7l3 3 3-3', 'M3 13h10'],
  warning: ['M8 2.5 14 13H2z', 'M8 6.5v3M8 11.2h.01'],
  pause: ['M6 3.5v9M10 3.5v9'],
  play: ['M5 3.5 12 8l-7 4.5z'],
  healthy: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z', 'M5.3 8.2 7.2 10l3.6-3.8'],
  finished: ['M3.5 8.5 6.5 11.5l6-7'],
  starting: ['M8 2a6 6 0 1 1-6 6'],
  deploying: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z', 'M8 11V5.5M5.8 7.5 8 5.2l2.2 2.3'],
  delayed: ['M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z', 'M8 4.8V8l2.3 1.6'],
  failed: ['M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5z', 'M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4'],
  unreachable: [
    'M4 3.5A6 6 0 0 1 12 3.5M14 8a6 6 0 0 1-2 4.5M8 14a6 6 0 0 1-4-1.5M2 8a6 6 0 0 1 .5-2.5',
    'M6.6 6.4a1.5 1.5 0 1 1 2 1.4c-.4.2-.6.5-.6 1M8 11h.01',
  ],
  suspended: ['M3 3h10v10H3z', 'M6.5 6v4M9.5 6v4'],
  killing: ['M3 4.5h10L8 12.5z'],
  killed: ['M3 3h10v10H3z'],
} as const;

export type IconName = keyof typeof SHAPES | 'running' | 'degraded';

/** One drawing; beside a word it is decoration, alone it needs a label at its button. */
export function Icon(props: { name: IconName; className?: string; family?: Family }) {
  const { name, className = '', family } = props;
  if (name === 'running') {
    return (
      <svg
        className={`icon ${className}`}
        viewBox="0 0 16 16"
        aria-hidden="true"
        data-family={family}
      >
        <circle cx="8" cy="8" r="4" fill="currentColor" stroke="none" />
      </svg>
    );
  }
  if (name === 'degraded') {
    return (
      <svg
        className={`icon ${className}`}
        viewBox="0 0 16 16"
        aria-hidden="true"
        data-family={family}
      >
        <circle cx="8" cy="8" r="6" />
        <path d="M8 2a6 6 0 0 1 0 12z" fill="currentColor" stroke="none" />
      </svg>
    );
  }
  return (
    <svg
      className={`icon ${className}`}
      viewBox="0 0 16 16"
      aria-hidden="true"
      data-family={family}
    >
      {SHAPES[name].map((path) => (
        <path key={path} d={path} strokeWidth={name === 'more' ? 2.2 : undefined} />
      ))}
    </svg>
  );
}

const OF_STATUS: Readonly<Record<Status, IconName>> = {
  healthy: 'healthy',
  finished: 'finished',
  running: 'running',
  active: 'running',
  staging: 'starting',
  starting: 'starting',
  deploying: 'deploying',
  waiting: 'waiting',
  delayed: 'delayed',
  degraded: 'degraded',
  unhealthy: 'warning',
  failed: 'failed',
  unreachable: 'unreachable',
  unknown: 'unreachable',
  suspended: 'suspended',
  killing: 'killing',
  draining: 'killing',
  killed: 'killed',
  deactivated: 'killed',
};

/** The drawing of a status; its outline alone tells it apart. */
export function StatusIcon({ status }: { status: Status }) {
  const isTurning = status === 'starting' || status === 'staging';
  const className = `status-icon ${isTurning ? 'turning' : ''}`;
  return <Icon name={OF_STATUS[status]} className={className} family={familyOf(status)} />;
}
