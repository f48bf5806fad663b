import { randomUUID } from 'node:crypto';
import { emptyReply, textReply } from '@stoa/common';
import type { LinkCall, LinkEvent } from '@stoa/proto';
import type { HttpExchange, OutgoingStream } from '@stoa/runtime';
import { decodeLinkCall, encodeLinkEvent, linkHead } from '../api/agent-link.ts';
import type { MasterEvent } from '../core/index.ts';

/**
 * The agents' side of the master: a SUBSCRIBE holds its answer open as the agent's link, other calls
 * name the link by its id. A call of a link that is gone is refused, and the agent begins anew.
 */
export class AgentLinks {
  readonly #deliver: (event: MasterEvent) => void;
  readonly #links = new Map<string, OutgoingStream>();

  constructor(options: { readonly deliver: (event: MasterEvent) => void }) {
    this.#deliver = options.deliver;
  }

  /** Answers one request on a master that leads and has read its registry. */
  handle(exchange: HttpExchange): void {
    const decoded = decodeLinkCall(exchange.request);
    if (!decoded.ok) {
      exchange.reply(decoded.error);
    } else if (decoded.value.type === 'SUBSCRIBE') {
      this.#subscribe(exchange, decoded.value);
    } else {
      this.#take(exchange, decoded.value);
    }
  }

  /** The performer of `sendAgent`. */
  send(linkId: string, event: LinkEvent): void {
    this.#links.get(linkId)?.write(encodeLinkEvent(event));
  }

  /** The performer of `closeAgentLink`: the kernel is not told of what it wished itself. */
  close(linkId: string): void {
    const link = this.#links.get(linkId);
    this.#links.delete(linkId);
    link?.end();
  }

  #take(exchange: HttpExchange, call: LinkCall): void {
    const linkId = exchange.request.headers['stoa-stream-id'] ?? '';
    if (!this.#links.has(linkId)) {
      exchange.reply(textReply(403, 'The link is not open; subscribe again'));
      return;
    }
    this.#deliver({ kind: 'agentCall', linkId, call });
    exchange.reply(emptyReply(202));
  }

  #subscribe(exchange: HttpExchange, call: LinkCall): void {
    const linkId = randomUUID();
    const outgoing = exchange.openStream(linkHead(linkId));
    this.#links.set(linkId, outgoing);
    this.#deliver({ kind: 'agentSubscribed', linkId, call, ip: exchange.peerIp });
    outgoing.onClose(() => {
      if (!this.#links.delete(linkId)) return;
      this.#deliver({ kind: 'agentLinkClosed', linkId });
    });
  }
}
