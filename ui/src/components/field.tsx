import { useId, type ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What ties a control to its label and its faults. */
export interface FieldControl {
  readonly id: string;
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string | undefined;
}

interface FieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly fault?: string | undefined;
  readonly children: (control: FieldControl) => ReactNode;
}

/** A control with its name before it and its fault below it. */
export function Field({ label, hint, fault, children }: FieldProps) {
  const id = useId();
  const told = fault !== undefined || hint !== undefined;
  const control = {
    id,
    'aria-invalid': fault !== undefined,
    'aria-describedby': told ? `${id}-told` : undefined,
  };
  return (
    <div className="field">
      <label htmlFor={id} className="label">
        {label}
      </label>
      {children(control)}
      {told ? (
        <div id={`${id}-told`}>
          {fault === undefined ? (
            <span className="hint">{hint}</span>
          ) : (
            <span className="fault">
              <Icon name="failed" />
              {fault}
            </span>
          )}
        </div>
      ) : null}
    </div>
  );
}
