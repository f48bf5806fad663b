import type { CancelTimerEffect, StartTimerEffect, TraceEffect } from '@stoa/common';
import type { HostPort } from './config/host-port.ts';
import type { DnsTraceName } from './trace-events.ts';

/** Everything that the kernel can wish for. */
export type DnsEffect =
  /** Open the event stream of the leader, asking this master; ends any stream before it. */
  | { readonly kind: 'follow'; readonly master: HostPort }
  /** Read the classic state, asking this master. */
  | { readonly kind: 'load'; readonly master: HostPort }
  /** There are records now: open the listeners. Once. */
  | { readonly kind: 'serve' }
  /** Nobody leads, for longer than the configuration bears: end the process, with this reason. */
  | { readonly kind: 'giveUp'; readonly reason: string }
  | StartTimerEffect
  | CancelTimerEffect
  | TraceEffect<DnsTraceName>;
