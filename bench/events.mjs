// The event stream of Marathon, counted: the time of the last of many tasks is known without asking again
// and again, which would slow down what is measured.
import { request } from 'node:http';

const TYPES = ['status_update_event', 'deployment_success', 'deployment_failed'];
const PATH = `/v2/events?plan-format=light&${TYPES.map((type) => `event_type=${type}`).join('&')}`;

/** Listens to `GET /v2/events` of Marathon at `host:port`. */
export class EventListener {
  #reply;
  #wanted = [];
  #text = '';
  #failure;

  static async open(address) {
    const [hostname, port] = address.split(':');
    const listener = new EventListener();
    const headers = { Accept: 'text/event-stream' };
    listener.#reply = await new Promise((resolve, reject) => {
      const call = request({ hostname, port, path: PATH, headers });
      call.once('response', resolve);
      call.once('error', reject);
      call.end();
    });
    if (listener.#reply.statusCode !== 200) {
      throw new Error(`/v2/events answered ${listener.#reply.statusCode}`);
    }
    listener.#reply.setEncoding('utf8');
    listener.#reply.on('data', (text) => listener.#read(text));
    listener.#reply.on('error', (error) => listener.#fail(error));
    listener.#reply.on('close', () => listener.#fail(new Error('the stream of events ended')));
    return listener;
  }

  /** When the event came for which `isLast` first says yes, by `performance.now()`. Ask before the deed. */
  until(isLast) {
    return new Promise((resolve, reject) => {
      if (this.#failure === undefined) this.#wanted.push({ isLast, resolve, reject });
      else reject(this.#failure);
    });
  }

  /** When so many tasks of an app have come to run. */
  untilStarted(appId, count) {
    let left = count;
    return this.until((event) => {
      if (event.taskStatus === 'TASK_RUNNING' && event.appId === appId) left -= 1;
      return left === 0;
    });
  }

  /** When the next deployment is done; rejects when it failed. */
  untilDeployed() {
    return this.until((event) => {
      if (event.eventType === 'deployment_failed') {
        throw new Error(`a deployment failed: ${event.reason ?? ''}`);
      }
      return event.eventType === 'deployment_success';
    });
  }

  close() {
    this.#wanted = [];
    this.#reply.destroy();
  }

  #read(text) {
    const arrived = performance.now();
    this.#text += text;
    const blocks = this.#text.split(/\r?\n\r?\n/);
    this.#text = blocks.pop();
    for (const block of blocks) {
      const json = /^data: ?(.*)$/m.exec(block)?.[1];
      if (json !== undefined) this.#tell(JSON.parse(json), arrived);
    }
  }

  #tell(event, arrived) {
    this.#wanted = this.#wanted.filter(({ isLast, resolve, reject }) => {
      try {
        if (!isLast(event)) return true;
        resolve(arrived);
      } catch (error) {
        reject(error);
      }
      return false;
    });
  }

  #fail(error) {
    this.#failure = error;
    for (const { reject } of this.#wanted) reject(error);
    this.#wanted = [];
  }
}
