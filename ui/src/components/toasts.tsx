import { useSyncExternalStore } from 'react';
import { useConsole } from '../live/context.tsx';
import { Icon } from './icon.tsx';

/** What one's own acts came to. */
export function Toasts() {
  const { notices } = useConsole();
  const list = useSyncExternalStore(notices.subscribe, notices.list);
  return (
    <div className="toasts" role="region" aria-label="Messages">
      <div role="status">
        {list.map(({ id, family, text, action }) => (
          <div
            key={id}
            className="toast"
            data-family={family}
            role={family === 'bad' ? 'alert' : undefined}
          >
            <Icon name={family === 'bad' ? 'failed' : 'finished'} />
            <span>{text}</span>
            {action === undefined ? null : (
              <button
                type="button"
                className="button"
                data-kind="link"
                onClick={() => {
                  action.run();
                  notices.close(id);
                }}
              >
                {action.label}
              </button>
            )}
            <button
              type="button"
              className="button small square"
              data-kind="quiet"
              aria-label="Close message"
              onClick={() => notices.close(id)}
            >
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </div>
  );
}
